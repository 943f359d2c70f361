#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "sandbox/application.hpp"
#include "sandbox/http/http_stage.hpp"
#include "sandbox/options.hpp"
#include "sandbox/state_directory.hpp"

namespace sandbox {

/// A running sandbox; it stops when it is destroyed.
class sandbox_server {
public:
  static outcome<std::unique_ptr<sandbox_server>> start(const options& settings);
  ~sandbox_server();

  std::string portal_root() const { return site_.own_portal_root(); }
  const dataset& data() const { return data_; }
  std::filesystem::path authority() const { return state_.path() / "authority.pem"; }

private:
  struct parts; ///< what has to be ready before the rest can be put together
  sandbox_server(const options& settings, parts ready);

  options settings_;
  state_directory state_;
  dataset data_;
  std::optional<tls_identity> identity_;
  fault_plan faults_;
  std::unique_ptr<request_log> log_;
  raster_map raster_;
  site site_;
  token_store tokens_;
  result_store results_;
  storage storage_;
  world world_;
  application application_;
  job_board jobs_;         ///< after the services, whose members its work uses, so that it ends before them
  http_stage files_stage_; ///< the storage's origin
  http_stage main_stage_;
};

} // namespace sandbox
