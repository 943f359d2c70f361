#pragma once

#include "core/ports/transfers.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace support {

/// Portal and services in one, as a model: it remembers which exports were asked
/// for and which replicas it holds. Answers as ArcGIS services do.
///
///   https://gis.test/portal/sharing/rest/…     documents of the plan
///   https://gis.test/s/<n>/FeatureServer       createReplica, jobs, replicas, unRegisterReplica
///   https://gis.test/s/<n>/MapServer           exportTiles, jobs (also VectorTileServer)
///   https://files.test/…                       results, signed addresses among them
class scripted_server {
public:
  // How it behaves; by service address, `""` for all.
  struct manners {
    int polls_until_done = 2;       ///< answers "still running" so often
    bool answers_at_once = false;   ///< createReplica answers with the file
    int jobs_that_fail = 0;         ///< the first n jobs end in failure
    int jobs_that_get_lost = 0;     ///< the first n jobs are unknown when asked
    int files_that_are_damaged = 0; ///< the first n downloads give something else
    int addresses_that_expire = 0;  ///< the first n addresses given are dead
    bool signs_addresses = false;   ///< results lie on another host, with a query
    bool never_ends = false;        ///< jobs run for ever
    bool makes_twins = false;       ///< a second replica appears for each request
    bool refuses = false;           ///< export requests are refused for good
    std::size_t file_size = 5000;
  };
  std::map<std::string, manners> behaviour;

  core::reply answer(const core::small_request& request);

  struct result_file {
    std::string content;
    std::string etag;
  };
  /// The file behind an address, counted as one download; nothing if it is gone.
  std::optional<result_file> download(const std::string& address);
  /// What a service gives, whenever it is asked.
  std::string content_of(const std::string& service) const;

  std::map<std::string, std::string> replicas;        ///< id → name, of those it holds
  std::map<std::string, std::string> replica_service; ///< id → service
  std::vector<std::string> names_asked;               ///< of createReplica requests, in order
  std::map<std::string, int> exports_asked;           ///< by service
  std::vector<std::string> released;                  ///< ids
  std::vector<std::string> cancelled;                 ///< services whose jobs were to stop
  std::size_t requests = 0;

private:
  struct server_job {
    std::string service;
    std::string name;
    std::string replica;
    int polls = 0;
    bool fails = false;
    bool lost = false;
  };

  const manners& habits_of(const std::string& service) const;
  core::reply create_replica(const std::string& service, const core::small_request& request);
  core::reply export_tiles(const std::string& service);
  core::reply ask_job(const std::string& service, const std::string& id);
  core::reply list(const std::string& service) const;
  core::reply unregister(const std::string& id);
  std::string make_job(const std::string& service, const std::string& name);
  std::string make_replica(const std::string& service, const std::string& name);
  std::string file_address(const std::string& service);

  std::map<std::string, server_job> jobs_;
  std::map<std::string, std::string> files_; ///< address without query → service
  std::set<std::string> dead_;               ///< addresses
  std::map<std::string, int> jobs_of_;       ///< by service
  std::map<std::string, int> addresses_of_;
  std::map<std::string, int> downloads_of_;
  int last_ = 0;
};

} // namespace support
