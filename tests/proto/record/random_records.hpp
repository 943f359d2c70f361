#pragma once

#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

/// Records with every field at random, all of them such as the program could store.
class random_records {
  // First, since what follows must know their types.
  template <class Make>
  auto list(Make make) {
    std::vector<decltype(make())> made;
    for (int i = number(4); i > 0; --i)
      made.push_back(make());
    return made;
  }
  template <class Make>
  auto maybe(Make make) -> std::optional<decltype(make())> {
    if (chance())
      return {};
    return make();
  }

public:
  explicit random_records(std::uint64_t seed) : random_(seed) {}

  proto::job_record job() {
    proto::job_record r;
    r.id = "J" + text();
    r.request = request();
    r.desired = word<proto::desired_state>(3);
    r.phase = word<proto::job_phase>(8);
    r.plan_digest = text();
    r.title = text();
    r.layer_errors = list([this] { return layer_error(); });
    r.table_errors = list([this] { return layer_error(); });
    r.failure = maybe([this] { return failure(); });
    r.ending = maybe([this] { return word<proto::job_phase>(8); });
    r.created_at = time();
    r.planned_at = time();
    r.ended_at = time();
    r.layer_count = number(100);
    return r;
  }
  proto::layer_record layer() {
    proto::layer_record r;
    r.job = "J" + text();
    r.index = number(100);
    r.task = task();
    r.covers = list([this] { return covered(); });
    r.phase = word<proto::layer_phase>(7);
    r.attempt = static_cast<std::uint32_t>(number(1000));
    r.failed_attempts = static_cast<std::uint32_t>(number(4));
    r.redownloads = static_cast<std::uint32_t>(number(3));
    r.name = text();
    r.replica_id = text();
    r.server_job = {text(), time()};
    r.wait = maybe([this] { return wait(); });
    r.artifacts = list([this] { return artifact(); });
    r.unanswered = list([this] { return time(); });
    r.notes = list([this] { return text(); });
    r.bytes_received = bytes();
    r.bytes_wasted = {{text(), bytes()}, {"changed", bytes()}};
    r.failure = maybe([this] { return failure(); });
    return r;
  }
  proto::ledger_record ledger() {
    return {"L" + text(), text(), number(100), text(), text(), parameters(), sources(), text(), text(),
      word<proto::ledger_state>(5), time()};
  }
  proto::layer_error layer_error() { return {text(), text(), text(), failure()}; }
  proto::wait_record wait() {
    return {text(), time(), maybe([this] { return time(); }), text(), maybe([this] { return failure(); })};
  }
  proto::covered_layer covered() { return {text(), text(), text(), number(9) - 1, chance()}; }
  proto::failure failure() {
    proto::failure f;
    f.code = static_cast<proto::failure_code>(number(static_cast<int>(proto::failure_kinds().size())));
    f.during = text();
    f.subject = text();
    f.server_said = text();
    f.http_status = maybe([this] { return number(600); });
    f.esri_code = maybe([this] { return number(600) - 1; });
    f.worth_retrying = chance();
    f.hint = text();
    return f;
  }
  proto::parameter_overrides overrides() {
    proto::parameter_overrides made;
    for (int i = number(3); i > 0; --i) {
      auto& replicas = made.generate_geodatabase_parameters[service(i, "FeatureServer")];
      int id = 0; // each layer once
      replicas.push_back(geodatabase(id));
      if (chance())
        replicas.push_back(geodatabase(id));
    }
    for (int i = number(3); i > 0; --i)
      made.export_tile_cache_parameters[service(i, "MapServer")] = {
        maybe([this] { return area(); }), {number(20), 20 + number(20)}, maybe([this] { return number(101); })};
    for (int i = number(3); i > 0; --i)
      made.export_vector_tiles_parameters[service(i, "VectorTileServer")] = {
        maybe([this] { return area(); }), number(proto::deepest_level + 1)};
    return made;
  }
  int number(int below) { return std::uniform_int_distribution<int>{0, below - 1}(random_); }
  bool chance() { return number(2) == 0; }

private:
  template <class E>
  E word(int count) {
    return static_cast<E>(number(count));
  }
  std::string text() {
    static const std::vector<std::string> pieces{
      "", "a", "ß", "東", "\"", "\\", "\n", std::string(1, '\0'), "🗺", " ", "/x?y=z", "0"};
    std::string made;
    for (int i = number(5); i > 0; --i)
      made += pieces[static_cast<std::size_t>(number(static_cast<int>(pieces.size())))];
    return made;
  }
  std::int64_t time() { return std::uniform_int_distribution<std::int64_t>{0, 4'000'000'000'000}(random_); }
  std::uint64_t bytes() { return random_() >> number(64); }
  proto::service_parameters parameters() {
    proto::service_parameters made;
    for (int i = number(3); i > 0; --i)
      made[text()] = text();
    return made;
  }
  proto::parameter_sources sources() {
    proto::parameter_sources made;
    for (int i = number(3); i > 0; --i)
      made.push_back({text(), text()});
    return made;
  }
  double coordinate() { return std::uniform_real_distribution<>{-2e7, 2e7}(random_); }
  proto::spatial_reference reference() {
    if (number(4) == 0)
      return {.wkid = 0, .latest_wkid = 0, .wkt = "PROJCS[\"x\"]"};
    return {.wkid = number(100000) + 1, .latest_wkid = chance() ? 0 : number(100000) + 1, .wkt = {}};
  }
  proto::area area() {
    const double x = coordinate(), y = coordinate();
    if (chance())
      return proto::envelope{x, y, x + 1 + number(1000), y + 1 + number(1000), reference()};
    return proto::polygon{{{{x, y}, {x, y + 10}, {x + 10, y}, {x, y}}}, reference()};
  }
  std::string service(int number, const std::string& kind) {
    return "https://h.example/rest/services/ä" + std::to_string(number) + "/" + kind;
  }
  proto::generate_geodatabase_parameters geodatabase(int& id) {
    proto::generate_geodatabase_parameters g;
    g.extent = maybe([this] { return area(); });
    for (int i = 1 + number(3); i > 0; --i) {
      g.layer_options.push_back(query());
      g.layer_options.back().layer_id = id++;
    }
    g.out_spatial_reference = maybe([this] { return reference(); });
    g.return_attachments = chance();
    const auto other =
      g.return_attachments ? proto::attachment_sync_direction::bidirectional : proto::attachment_sync_direction::none;
    g.attachment_sync_direction = chance() ? proto::attachment_sync_direction::upload : other;
    g.sync_model = word<proto::geodatabase_sync_model>(3);
    g.sync_annotations = chance();
    g.sync_dimensions = chance();
    g.sync_contingent_values = chance();
    g.utility_network_sync_mode = word<proto::utility_network_sync_mode>(2);
    return g;
  }
  proto::layer_query query() { return {number(50), word<proto::query_option>(3), text(), chance(), chance()}; }
  proto::export_task task() {
    if (const int kind = number(3); kind == 0) {
      proto::create_replica_request request;
      request.layers = list([this] { return query(); });
      request.geometry = area();
      request.replica_sr = reference();
      request.sync_model = word<proto::sync_model>(3);
      request.async = chance();
      request.return_attachments = chance();
      request.attachments_sync_direction = maybe([this] { return word<proto::attachment_sync_direction>(3); });
      request.sync_data_options = number(512);
      return proto::feature_sync_task{text(), request, parameters(), sources(), chance()};
    } else if (kind == 1) {
      return proto::raster_tiles_task{text(),
        {area(), list([this] { return number(proto::deepest_level + 1); }), maybe([this] { return number(101); })},
        number(9999), 512, parameters(), sources()};
    }
    return proto::vector_tiles_task{
      text(), {area(), number(proto::deepest_level + 1)}, number(9999), parameters(), sources()};
  }
  proto::artifact_record artifact() {
    proto::artifact_record a;
    a.address = text();
    a.service_name = text();
    a.size = maybe([this] { return bytes(); });
    a.validator = {text(), text(), text()};
    for (int i = number(5); i > 0; --i) {
      const auto begin = static_cast<std::uint64_t>(number(1'000'000));
      proto::add_range(a.done, {begin, begin + 1 + static_cast<std::uint64_t>(number(200'000))});
    }
    a.part_name = text();
    a.final_name = text();
    a.sha256 = text();
    a.bytes = bytes();
    for (int i = number(4); i > 0; --i)
      a.item_ids[number(50)] = number(50);
    return a;
  }
  proto::job_request request() {
    proto::job_request r;
    r.portal = "field";
    if (chance())
      r.web_map = proto::web_map_file{
        "a map", std::make_shared<const nlohmann::json>(nlohmann::json{{"tables", {{{"id", "ä"}, {"n", number(9)}}}}})};
    else
      r.item = "0123456789abcdef0123456789abcdef";
    r.download_directory = "/maps/ä";
    r.defaults = chance() ? proto::parameter_defaults::none : proto::parameter_defaults::author;
    r.parameters.area_of_interest = area();
    r.parameters.min_scale = chance() ? 0 : 1e6 + number(1000) / 7.0;
    r.parameters.max_scale = chance() ? 0 : number(1000) / 7.0;
    r.parameters.include_basemap = chance();
    r.parameters.continue_on_errors = chance();
    r.overrides = maybe([this] { return overrides(); });
    r.deadline = maybe([this] { return std::chrono::seconds{number(100000) + 1}; });
    return r;
  }

  std::mt19937_64 random_;
};
