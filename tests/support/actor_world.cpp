#include "tests/support/actor_world.hpp"

#include "core/plan/document_reader.hpp"

#include <algorithm>

namespace support {

using proto::job_phase;
using proto::layer_phase;
using proto::ledger_state;

struct actor_world::life {
  test_system actors;
  actors::supervisor_handle supervisor;
};

namespace {

// The rules are plain functions, the world that they speak of is this one.
const actor_world* current_world = nullptr;

proto::export_task task_for(const std::string& service) {
  proto::envelope area{0, 0, 1, 1, {4326, 4326, {}}};
  if (service.ends_with("FeatureServer")) {
    proto::feature_sync_task task;
    task.service = service;
    task.request.geometry = area;
    task.request.replica_sr = {4326, 4326, {}};
    task.request.layers.push_back({});
    return task;
  }
  if (service.ends_with("MapServer"))
    return proto::raster_tiles_task{service, {area, {0, 1}}, 3857, 256};
  return proto::vector_tiles_task{service, {area, 3}, 3857};
}

/// Two documents of the portal and, if the world says so, each service's own; then
/// a plan of the world's services.
core::plan_step plan_of_world(const core::plan_question& question, const core::plan_documents& documents) {
  using importance = core::document_reader::importance;
  core::document_reader reader{documents};
  for (const std::string key : {"item", "map"}) {
    const auto* document = reader.json(
      key, core::portal_document(question.portal_url, question.portal, key), importance::required, "planning", key);
    if (document != nullptr && !*document)
      return document->error();
  }
  if (!current_world->basemap.empty()) {
    const auto looked_at = documents.find(core::basemap_key);
    if (looked_at == documents.end())
      return core::plan_need{{}, current_world->basemap};
    if (!*looked_at->second.basemap)
      return looked_at->second.basemap->error();
  }
  core::offline_plan plan;
  for (const auto& service : current_world->services) {
    const auto* document = current_world->reads_services
      ? reader.json(service, core::named_document(service, question.portal), importance::of_layer, "planning", service)
      : nullptr;
    if (document != nullptr && !*document)
      plan.layer_errors.push_back({service, "layer", service, document->error()});
    else
      plan.exports.push_back({task_for(service), {{service, "layer", "/x", 0, false}}});
  }
  if (auto step = reader.pending())
    return *step;
  plan.item_id = question.request.item;
  plan.web_map = nlohmann::json::object();
  plan.area_of_interest = question.request.parameters.area_of_interest;
  core::prepared_map map{std::move(plan), {}, question.request.parameters, {}};
  for (const auto& service : current_world->services)
    map.capabilities.layers.push_back({service, "layer", service, false, false, {}, {}});
  return map;
}

core::package_files package_of_world(
  const proto::job_record& job, const core::offline_plan&, const std::vector<proto::layer_record>& layers) {
  core::package_files files;
  files.guid = job.id;
  for (const auto& layer : layers)
    for (const auto& file : layer.artifacts)
      if (layer.phase == layer_phase::done)
        files.keep.push_back(file.final_name);
  files.files = {
    {"mobile_map.mmap", "the map, layers " + std::to_string(layers.size())}, {"package.info", "info " + job.id}};
  files.report = "the report";
  return files;
}

} // namespace

core::rules small_rules(const actor_world& world) {
  current_world = &world;
  return {&core::protocol_of, &plan_of_world, &package_of_world};
}

actor_world::actor_world(std::uint64_t seed) : entropy(seed), random(seed) {
  options.rules = small_rules(*this);
  options.portals["field"] = "https://gis.test/portal/";
  services = {
    "https://gis.test/s/0/FeatureServer", "https://gis.test/s/1/MapServer", "https://gis.test/s/2/VectorTileServer"};
  disk.watch = [this](const std::string& call, const std::string& path) { watch_disk(call, path); };
}

actor_world::~actor_world() {
  if (runs())
    cut();
}

// Lives -------------------------------------------------------------------------

void actor_world::start() {
  supply.on = true;
  network = std::make_unique<fake_transfers>(supply, server, clock);
  network->watch = [this](const core::small_request& request) { watch_request(request); };
  network->watch_artifact = [this](const core::artifact_request& request) { watch_download(request); };
  if (on_start)
    on_start(*network);
  life_ = std::make_unique<life>();
  life_began_ = clock.now();
  actors::ports outside{network.get(), &store, &disk, &history, &clock, &entropy, &observer};
  life_->supervisor = actors::start(life_->actors.system, outside, options, *store.load());
  life_->actors.settle();
}

void actor_world::stop() {
  caf::anon_send_exit(life_->supervisor, caf::exit_reason::user_shutdown);
  life_->actors.settle();
  life_->supervisor = nullptr;
  network->work.clear();
  disk.work.clear();
  life_.reset();
  network.reset();
}

void actor_world::cut() {
  supply.on = false;
  disk.cut_power();
  stop();
}

bool actor_world::turn() {
  if (!supply.on) {
    cut();
    start();
    return true;
  }
  return turn_in_this_life();
}

bool actor_world::turn_in_this_life() {
  life_->actors.settle();
  if (!supply.on)
    return true;
  // Timers run while answers are on their way, too.
  bool timer_first = random() % 8 == 0;
  if (!timer_first && complete_one()) {
    life_->actors.settle();
    return true;
  }
  bool moved = life_->actors.skip_to_next_timer();
  synchronise_clock();
  life_->actors.settle();
  return moved || complete_one();
}

/// The disk is one thread, the network answers in any order.
bool actor_world::complete_one() {
  auto of_network = network->work.size();
  auto of_disk = std::min<std::size_t>(disk.work.size(), 1);
  if (of_network + of_disk == 0)
    return false;
  auto chosen = random() % (of_network + of_disk);
  if (chosen < of_network)
    network->work.complete(chosen);
  else
    disk.work.complete(0);
  return true;
}

void actor_world::synchronise_clock() { clock.set(life_began_ + life_->actors.elapsed()); }

bool actor_world::run_until(const std::function<bool()>& done, int turns) {
  while (!done()) {
    if (turns-- == 0 || !turn())
      return done();
  }
  return true;
}

bool actor_world::run_to_the_end() {
  return run_until([this] {
    auto ledger = store.ledger();
    return !store.has_jobs() && network->work.size() == 0 && disk.work.size() == 0
      && std::all_of(
        ledger.begin(), ledger.end(), [](const auto& entry) { return entry.state == ledger_state::in_use; });
  });
}

bool actor_world::pass(std::chrono::milliseconds time) {
  auto until = clock.now() + time.count();
  return run_until([&] { return clock.now() >= until; });
}

// Commands ------------------------------------------------------------------------

proto::job_request actor_world::request(const std::string& target) const {
  proto::job_request wanted;
  wanted.portal = "field";
  wanted.item = "0123456789abcdef0123456789abcdef";
  wanted.download_directory = target;
  wanted.parameters.area_of_interest = proto::envelope{0, 0, 1, 1, {4326, 4326, {}}};
  wanted.parameters.continue_on_errors = continue_on_errors;
  return wanted;
}

actors::submitted actor_world::submit(const std::string& target) { return submit(request(target)); }

actors::submitted actor_world::submit(proto::job_request wanted) {
  auto answer = life_->actors.ask<actors::submitted>(
    life_->supervisor, actors::submit_job{std::move(wanted)}, [this] { turn_in_this_life(); });
  if (!supply.on)
    answer = {}; // whatever it was, it has not left the machine
  job = answer.id;
  return answer;
}

proto::outcome actor_world::command(const std::string& id, actors::job_command what) {
  return life_->actors
    .ask<actors::commanded>(life_->supervisor, actors::command_job{id, what}, [this] { life_->actors.settle(); })
    .failure;
}

std::vector<proto::job_view> actor_world::list() {
  return life_->actors.ask<actors::job_list>(life_->supervisor, actors::list_jobs{}, [this] { life_->actors.settle(); })
    .jobs;
}

actors::survey_answer actor_world::survey(std::chrono::seconds patience) {
  return life_->actors.ask<actors::survey_answer>(life_->supervisor,
    actors::ask_survey{1, core::survey_kind::capabilities, request(""), patience}, [this] { turn_in_this_life(); });
}

void actor_world::begin_survey(std::uint64_t ticket) {
  caf::anon_send(life_->supervisor, actors::ask_survey{ticket, core::survey_kind::capabilities, request("")});
  life_->actors.settle();
}

void actor_world::drop_survey(std::uint64_t ticket) {
  caf::anon_send(life_->supervisor, actors::drop_survey{ticket});
  life_->actors.settle();
}

void actor_world::tell_host(core::host_state host) {
  caf::anon_send(life_->supervisor, actors::host_changed{std::move(host)});
  life_->actors.settle();
}

std::optional<proto::job_view> actor_world::result() const {
  auto row = history.rows.find(job);
  return row == history.rows.end() ? std::nullopt : std::optional{row->second};
}

std::map<std::string, std::string> actor_world::package() const {
  std::map<std::string, std::string> content;
  for (const auto& [path, bytes] : disk.files_below("/maps/central")) {
    bool part = path.starts_with("p13/"); // named by job and attempt
    content[part ? "p13/" + bytes : path] = path == "package.info" ? "info" : bytes;
  }
  return content;
}

std::vector<std::string> actor_world::forgotten_replicas() const {
  std::vector<std::string> forgotten;
  for (const auto& [id, name] : server.replicas) {
    auto entries = store.ledger();
    if (std::none_of(entries.begin(), entries.end(), [&, known = id](const auto& entry) {
          return entry.state == ledger_state::in_use && entry.replica_id == known;
        }))
      forgotten.push_back(name);
  }
  return forgotten;
}

// What must hold whenever something leaves the machine -----------------------------------

void actor_world::watch_request(const core::small_request& request) {
  const auto& address = request.address;
  if (address.ends_with("/createReplica") || address.ends_with("/exportTiles"))
    return watch_export(address.substr(0, address.rfind('/')), request);
  if (address.ends_with("/unRegisterReplica")) {
    auto ledger = store.ledger();
    if (std::none_of(ledger.begin(), ledger.end(), [](const auto& entry) {
          return entry.state == ledger_state::to_release || entry.state == ledger_state::exists;
        }))
      complain("released without an entry in the ledger");
  }
}

void actor_world::watch_export(const std::string& service, const core::small_request& request) {
  std::string name;
  for (const auto& [key, value] : request.form)
    if (key == "replicaName")
      name = value;
  for (const auto& layer : store.layers()) {
    if (service_of(layer.task) != service)
      continue;
    if (layer.phase != layer_phase::submitting || layer.server_job.submitted_at == 0 || layer.name != name)
      complain("an export request before its intent was durable: " + service);
    if (!asked_.insert(service + " " + layer.job + " " + std::to_string(layer.attempt)).second)
      complain("an export request repeated: " + service);
  }
  if (name.empty())
    return;
  auto entry = store.entry(name);
  if (!entry || entry->state != ledger_state::intended)
    complain("a replica asked for without an entry in the ledger: " + name);
}

void actor_world::watch_download(const core::artifact_request& request) {
  auto layers = store.layers();
  bool known = std::any_of(layers.begin(), layers.end(), [&](const auto& layer) {
    return layer.phase == layer_phase::downloading
      && std::any_of(layer.artifacts.begin(), layer.artifacts.end(), [&](const auto& file) {
           return file.done == request.done && (file.address.empty() || file.address == request.address);
         });
  });
  if (!known)
    complain("a download from other ranges than the durable ones: " + request.address);
}

void actor_world::watch_disk(const std::string& call, const std::string& path) {
  auto jobs = store.load()->jobs;
  auto job_is = [&](std::initializer_list<job_phase> phases) {
    return std::any_of(jobs.begin(), jobs.end(), [&](const auto& each) {
      return each.request.download_directory == path
        && std::find(phases.begin(), phases.end(), each.phase) != phases.end();
    });
  };
  if (call == "prepare" && !job_is({job_phase::running}))
    complain("staging before the job ran");
  if (call == "assemble" && !job_is({job_phase::assembling}))
    complain("a package before its job was assembling");
  if (call == "remove staging"
    && !job_is({job_phase::releasing, job_phase::done, job_phase::failed, job_phase::cancelled}))
    complain("staging removed under a living job");
  if (call == "finish") {
    auto layers = store.layers();
    if (std::none_of(layers.begin(), layers.end(), [&](const auto& layer) {
          return std::any_of(layer.artifacts.begin(), layer.artifacts.end(),
            [&](const auto& file) { return !file.final_name.empty() && path.ends_with(file.final_name); });
        }))
      complain("a file renamed before its check was durable: " + path);
  }
}

} // namespace support
