#pragma once

#include "core/plan/document_reader.hpp"
#include "core/plan/planner.hpp"
#include "core/signin.hpp"
#include "proto/control/map_plan.hpp"

#include <vector>

namespace core {

/// The credentials that go to the portal and to the services of a plan, each named once
/// an origin. Of a server that has tokens of its own rest/info is asked, which tells
/// whose they are and how long they last. Needs no secret.
std::vector<proto::needed_credential> needed_credentials(
  const plan_question& question, const offline_plan& plan, document_reader& reader);

} // namespace core
