#pragma once

#include "io/http/errand.hpp"
#include "io/http/look_up_limit.hpp"

#include <curl/curl.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace io {

struct multi_deleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct share_deleter {
  void operator()(CURLSH* share) const { curl_share_cleanup(share); }
};

/// The transfer thread's loop: commands in, errands forward, bytes on.
class engine {
public:
  explicit engine(http_options options);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  // Any thread.
  using command = std::function<void()>;
  /// Runs it on the transfer thread; false after the stop (it will never run).
  bool post(command what);
  void stop();

  // On the transfer thread.
  void run(); ///< until stop; then every errand has been answered
  surroundings& world() { return world_; }
  void add(std::shared_ptr<errand> who);
  void drop(const errand* who);
  void watch_hosts(std::function<void(core::host_state)> changed) { host_changed_ = std::move(changed); }

private:
  using time_point = surroundings::time_point;
  struct running {
    std::shared_ptr<errand> who;
    std::unique_ptr<exchange> what;
    std::string origin; ///< whose place it holds
    time_point begun;
  };
  using queue = std::deque<std::shared_ptr<errand>>;

  bool run_commands();
  bool may_begin(const errand& who, const std::string& origin, time_point now);
  void note_look_up(const running& which);
  void admit();
  void admit_from(queue& waiting, time_point now);
  void begin(std::shared_ptr<errand> who, std::string origin, time_point now);
  void collect();
  void check_overdue();
  void finish(std::vector<running>::iterator at, CURLcode code, std::optional<core::transport_error> instead);
  void close(running& which);
  void tell_host(const std::string& origin, const exchange_end& end);
  void answer_all_stopped();
  int wait_limit() const;

  surroundings world_;
  std::unique_ptr<CURLSH, share_deleter> share_;
  std::unique_ptr<CURLM, multi_deleter> multi_;
  std::vector<easy_handle> idle_;
  std::vector<running> running_;
  admission admission_;
  look_up_limit look_ups_;
  bool places_changed_ = false; ///< somebody who waits may begin
  queue begun_;                 ///< have had an exchange: finish what is begun before what is new
  queue small_;
  queue artifacts_;
  std::function<void(core::host_state)> host_changed_;
  std::map<std::string, bool> ever_resolved_;

  std::mutex mutex_;
  std::vector<command> commands_;
  bool stopping_ = false;
};

} // namespace io
