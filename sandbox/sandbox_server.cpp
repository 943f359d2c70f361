#include "sandbox/sandbox_server.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <utility>

#include "sandbox/http/certificate.hpp"
#include "sandbox/model/data_folder.hpp"

namespace sandbox {
namespace {

namespace fs = std::filesystem;

std::int64_t system_clock_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
    .count();
}

outcome<std::vector<fault_rule>> load_faults(const fs::path& file) {
  if (file.empty())
    return std::vector<fault_rule>{};
  std::ifstream source{file};
  if (!source)
    return problem{"cannot read " + file.string()};
  std::ostringstream text;
  text << source.rdbuf();
  auto rules = read_fault_rules(text.str());
  if (!rules)
    return problem{file.string() + ", " + rules.error()};
  return rules;
}

outcome<std::unique_ptr<request_log>> open_log(const fs::path& file) {
  auto log = std::make_unique<request_log>();
  if (!file.empty()) {
    const auto opened = log->open(file);
    if (!opened)
      return problem{opened.error()};
  }
  return log;
}

/// Makes the certificates and leaves the authority's in the state directory for clients to trust.
outcome<std::optional<tls_identity>> make_identity(const options& settings, const fs::path& folder) {
  if (!settings.tls)
    return std::optional<tls_identity>{};
  const auto made = make_certificates(settings.host);
  if (!made)
    return problem{made.error()};
  std::ofstream authority{folder / "authority.pem"};
  authority << made->authority << std::flush;
  if (!authority)
    return problem{"cannot write the authority's certificate"};
  auto identity = tls_identity::from_pem(made->certificate, made->key);
  if (!identity)
    return problem{identity.error()};
  return std::optional{std::move(*identity)};
}

std::string authority_text(const std::string& host, std::uint16_t port) {
  return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + std::to_string(port);
}

} // namespace

struct sandbox_server::parts {
  state_directory state;
  dataset data;
  std::optional<tls_identity> identity;
  std::vector<fault_rule> faults;
  std::unique_ptr<request_log> log;
  unique_fd main_listener;
  unique_fd files_listener;
};

outcome<std::unique_ptr<sandbox_server>> sandbox_server::start(const options& settings) {
  auto data = load_dataset(settings.data, settings.with);
  if (!data)
    return problem{data.error()};
  auto faults = load_faults(settings.faults);
  if (!faults)
    return problem{faults.error()};
  auto log = open_log(settings.log);
  if (!log)
    return problem{log.error()};
  auto state = state_directory::open(settings.state);
  if (!state)
    return problem{state.error()};
  auto identity = make_identity(settings, state->path());
  if (!identity)
    return problem{identity.error()};
  auto main_listener = listen_on(settings.host, settings.port);
  if (!main_listener)
    return problem{main_listener.error()};
  auto files_listener = listen_on(settings.host, settings.storage_port);
  if (!files_listener)
    return problem{files_listener.error()};
  return std::unique_ptr<sandbox_server>{new sandbox_server{settings,
    {std::move(*state), std::move(*data), std::move(*identity), std::move(*faults), std::move(*log),
      std::move(*main_listener), std::move(*files_listener)}}};
}

sandbox_server::sandbox_server(const options& settings, parts ready)
  : settings_{settings},
    state_{std::move(ready.state)},
    data_{std::move(ready.data)},
    identity_{std::move(ready.identity)},
    faults_{std::move(ready.faults)},
    log_{std::move(ready.log)},
    raster_{data_.base},
    site_{settings.speaks, settings.tls, authority_text(settings.host, port_of(ready.main_listener)),
      port_of(ready.files_listener)},
    tokens_{settings.token_ms, system_clock_ms},
    results_{state_.path() / "results", settings.result_ms, system_clock_ms},
    storage_{site_, results_, settings.signature_ms, system_clock_ms},
    world_{settings_, site_, data_, raster_, tokens_, results_, jobs_, storage_, system_clock_ms},
    application_{world_},
    jobs_{results_, {settings.job_ms, settings.result_ms}, system_clock_ms},
    files_stage_{std::move(ready.files_listener),
      {identity_ ? &*identity_ : nullptr, &faults_, log_.get(),
        [this](const http_request& request) { return storage_.handle(request); }, {}}},
    main_stage_{std::move(ready.main_listener),
      {identity_ ? &*identity_ : nullptr, &faults_, log_.get(),
        [this](const http_request& request) { return application_.handle(request); },
        [this](const fault& spoil, const http_request& request) { application_.prepare_fault(spoil, request); }}} {}

sandbox_server::~sandbox_server() = default;

} // namespace sandbox
