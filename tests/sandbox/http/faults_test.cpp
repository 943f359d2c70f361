#include "sandbox/http/faults.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::fault_kind;
using sandbox::fault_plan;
using sandbox::http_request;
using sandbox::read_fault_rules;

http_request asking(const std::string& method, const std::string& path) {
  http_request request;
  request.method = method;
  request.path = path;
  return request;
}

TEST(Faults, ActOnTheTurnThatTheRuleNames) {
  const auto rules = read_fault_rules("- {path: 'jobs/', nth: 2-3, action: status, code: 429, retryAfter: 7}");
  ASSERT_TRUE(rules) << rules.error();
  fault_plan plan{*rules};
  EXPECT_FALSE(plan.next(asking("GET", "/x/jobs/1")));
  EXPECT_FALSE(plan.next(asking("GET", "/other"))); // not counted
  for (int turn = 2; turn <= 3; ++turn) {
    const auto found = plan.next(asking("GET", "/x/jobs/1"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->kind, fault_kind::status);
    EXPECT_EQ(found->code, 429);
    EXPECT_EQ(found->retry_after, 7);
  }
  EXPECT_FALSE(plan.next(asking("GET", "/x/jobs/1")));
}

TEST(Faults, HoldForEverFromAnOpenTurnOn) {
  const auto rules = read_fault_rules("- {path: a, nth: 3-, action: refuse}");
  ASSERT_TRUE(rules) << rules.error();
  fault_plan plan{*rules};
  EXPECT_FALSE(plan.next(asking("GET", "/a")));
  EXPECT_FALSE(plan.next(asking("GET", "/a")));
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(plan.next(asking("GET", "/a")));
}

TEST(Faults, LetTheFirstRuleActAndAllRulesCount) {
  const auto rules = read_fault_rules("- {path: a, nth: 1, action: refuse}\n"
                                      "- {path: a, method: POST, nth: 2, action: drop, bytes: 10}\n");
  ASSERT_TRUE(rules) << rules.error();
  fault_plan plan{*rules};
  EXPECT_EQ(plan.next(asking("POST", "/a"))->kind, fault_kind::refuse);
  EXPECT_FALSE(plan.next(asking("GET", "/a")));
  const auto second = plan.next(asking("POST", "/a"));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->kind, fault_kind::drop);
  EXPECT_EQ(second->bytes, 10U);
}

TEST(Faults, KnowEveryWordOfTheScript) {
  for (const std::string word : {"refuse", "drop", "status", "error", "loginPage", "changedEtag", "wrongLength", "slow",
         "delay", "lostJob", "endJob", "expiredToken"}) {
    const auto rules = read_fault_rules("- {path: a, action: " + word + "}");
    ASSERT_TRUE(rules) << word;
    EXPECT_EQ(rules->front().does.word, word);
  }
}

TEST(Faults, RefuseAScriptThatCannotBeMeant) {
  for (const std::string script : {"- {path: a, action: explode}", "- {path: a}", "- {action: drop}", "path: a",
         "- {path: '(', action: drop}", "- {path: a, action: drop, nth: 0}", "- {path: a, action: drop, nth: 4-2}",
         "- {path: a, action: drop, nth: x}", "- {path: a, action: drop, byte: 1}",
         "- {path: a, action: drop, bytes: many}", "- {path: a, action: endJob, state: Succeeded}", "- ["}) {
    EXPECT_FALSE(read_fault_rules(script)) << script;
  }
}

TEST(Faults, NameTheLineOfAMistake) {
  const auto rules = read_fault_rules("- {path: a, action: drop}\n- path: b\n  action: explode\n");
  ASSERT_FALSE(rules);
  EXPECT_NE(rules.error().find("line 3"), std::string::npos) << rules.error();
}

TEST(Faults, NeedNoRules) {
  const auto rules = read_fault_rules("");
  ASSERT_TRUE(rules);
  EXPECT_TRUE(rules->empty());
}

} // namespace
