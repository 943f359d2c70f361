#pragma once

#include "core/estimate/measured_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

/// Servers as a table of answers, and the pull loop around the planner.
class plan_world {
public:
  void answer(const std::string& address, const std::string& body, int status = 200) {
    core::reply reply;
    reply.status = status;
    reply.body = body;
    reply.address = address;
    replies_[address] = reply;
  }
  void answer(const std::string& address, const nlohmann::json& body) { answer(address, body.dump()); }
  void fail(const std::string& address, core::transport_error why) {
    core::reply reply;
    reply.transport = why;
    reply.words = "no";
    replies_[address] = reply;
  }

  /// Asks until the planner knows; what has no answer is not found.
  core::plan_step plan(const proto::job_request& request, const std::string& portal_url = "https://portal.example.com",
    core::plan_purpose purpose = core::plan_purpose::job) {
    core::plan_documents documents;
    for (int round = 0; round < 20; ++round) {
      auto step =
        core::make_measured_plan({request, portal_url, "field", purpose, nullptr, {}, substitutions}, documents);
      const auto* need = std::get_if<core::plan_need>(&step);
      if (need == nullptr)
        return step;
      EXPECT_FALSE(need->documents.empty() && need->basemap.empty());
      if (!need->basemap.empty()) {
        EXPECT_FALSE(documents.contains(core::basemap_key)) << "looked at again";
        looked_at.push_back(need->basemap);
        documents[core::basemap_key].basemap = basemap;
      }
      for (const auto& document : need->documents) {
        EXPECT_FALSE(documents.contains(document.key)) << "asked again: " << document.key;
        asked.push_back(document.request);
        documents[document.key].reply = reply_to(document.request);
      }
    }
    ADD_FAILURE() << "the planner never comes to an end";
    return proto::failure{};
  }

  bool was_asked(const std::string& address) const {
    return std::any_of(asked.begin(), asked.end(), [&](const auto& request) { return request.address == address; });
  }

  std::vector<core::small_request> asked;
  std::vector<std::string> looked_at; ///< tile packages on the machine
  core::basemap_substitutions substitutions;
  proto::result<core::basemap_facts> basemap = proto::failure{.code = proto::failure_code::reference_basemap_missing};

  core::reply reply_to(const core::small_request& request) const {
    const auto known = replies_.find(request.address);
    if (known != replies_.end())
      return known->second;
    core::reply missing;
    missing.status = 404;
    missing.body = "not found";
    return missing;
  }

private:
  std::map<std::string, core::reply> replies_;
};

inline const std::string sharing = "https://portal.example.com/sharing/rest/content/items/";

/// A request for the web map `map`, whose area is in Naperville.
inline proto::job_request naperville() {
  proto::job_request request;
  request.portal = "https://portal.example.com";
  request.item = "aaaabbbbccccdddd0000111122223333";
  request.download_directory = "/maps/naperville";
  request.parameters.area_of_interest = proto::envelope{-9814400, 5126100, -9812700, 5127200, {102100, 3857, {}}};
  return request;
}

inline core::offline_plan plan_of(const core::plan_step& step) {
  if (const auto* why = std::get_if<proto::failure>(&step))
    ADD_FAILURE() << proto::describe(*why);
  const auto* map = std::get_if<core::prepared_map>(&step);
  EXPECT_NE(map, nullptr) << "step " << step.index();
  return map != nullptr ? map->plan : core::offline_plan{};
}

inline proto::failure failure_of(const core::plan_step& step) {
  const auto* why = std::get_if<proto::failure>(&step);
  EXPECT_NE(why, nullptr) << "step " << step.index();
  return why != nullptr ? *why : proto::failure{};
}
