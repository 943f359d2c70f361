#include "proto/control/job_request.hpp"

#include "proto/control/request_reader.hpp"
#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

namespace fuzz {

void job_request(const nlohmann::json& document) {
  const auto request = proto::read_job_request(document);
  if (!request)
    return require(!request.error().hint.empty(), "no reason is given");
  require_same_again(*request, proto::read_job_request);
  const auto& given = request->parameters;
  require(given.min_scale == 0 || given.max_scale == 0 || given.min_scale > given.max_scale, "scales are inside out");
  require(!request->deadline || request->deadline->count() > 0, "a deadline has passed before it began");
}

void overrides(const nlohmann::json& document) {
  const auto read = [](const nlohmann::json& json) -> proto::result<proto::parameter_overrides> {
    proto::request_reader in;
    proto::parameter_overrides into;
    proto::read_parameter_overrides(in, json, into);
    if (in.failed())
      return *in.failed();
    return into;
  };
  const auto overrides = read(document);
  if (!overrides)
    return require(!overrides.error().hint.empty(), "no reason is given");
  require_same_again(*overrides, read);
  for (const auto& [service, replicas] : overrides->generate_geodatabase_parameters) {
    require(!replicas.empty(), "a service has no replica");
    for (const auto& replica : replicas)
      require(!replica.layer_options.empty(), "a replica has no layer");
  }
}

} // namespace fuzz
