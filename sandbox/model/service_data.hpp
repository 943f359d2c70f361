#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/model/table.hpp"

namespace sandbox {

/// Whose tokens a server takes: those of the portal it is federated with, or its own.
enum class server_role { federated, standalone };

enum class cardinality { one_to_one, one_to_many, many_to_many };

/// Rows of one table that belong to rows of another.
struct relationship {
  int id = 0;
  std::string name;
  int origin = 0; ///< ids of tables
  int destination = 0;
  std::string origin_key; ///< field names
  std::string destination_key;
  cardinality many = cardinality::one_to_many;
  bool composite = false; ///< the destination's rows end with the origin's
};

/// A feature service.
struct service_data {
  std::string name;  ///< as it stands in addresses: `Field` in `Field/FeatureServer`
  std::string title; ///< of its item
  std::string snippet;
  std::string description;
  std::string credits;
  std::vector<std::string> tags;
  std::string capabilities; ///< `Create,Delete,Editing,Query,Sync,Update`
  server_role server = server_role::federated;
  bool sync = true; ///< whether it can be taken offline; else no capabilities name Sync
  int max_record_count = 2000;
  std::vector<domain> domains;
  std::vector<table> tables; ///< the spatial ones first, each kind by ascending id
  std::vector<relationship> relationships;
  nlohmann::json item_data;                       ///< what its item stores, strings with placeholders; null = nothing
  nlohmann::json says = nlohmann::json::object(); ///< laid over what the service says of itself (RFC 7386)
  std::filesystem::path source;                   ///< the file or folder it was read from

  const table* find(int id) const;
  const domain* find_domain(const std::string& name) const;
  /// As below `rest/services/`: `Field/FeatureServer`.
  std::string path() const { return name + "/FeatureServer"; }
  bool is_editable() const; ///< any of its tables
  envelope extent() const;  ///< of all tables, WGS84
};

} // namespace sandbox
