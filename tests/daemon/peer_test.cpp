#include "daemon/peer.hpp"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

namespace {

using mapferryd::peer;
using mapferryd::role_of;
using proto::role;

constexpr mapferryd::role_rules rules{990, 991, 992};

TEST(RoleOf, RootAndTheOwnUserAdminister) {
  EXPECT_EQ(role_of(peer{0, 1, {}}, rules), role::admin);
  EXPECT_EQ(role_of(peer{990, 1, {}}, rules), role::admin);
}

TEST(RoleOf, MembersOfTheGroupsObserveAndOperate) {
  EXPECT_EQ(role_of(peer{1000, 1, {1000, 991}}, rules), role::observe);
  EXPECT_EQ(role_of(peer{1000, 1, {1000, 991, 992}}, rules), role::operate);
  EXPECT_EQ(role_of(peer{1000, 1, {1000, 992}}, rules), role::operate);
}

TEST(RoleOf, StrangersHaveNone) {
  EXPECT_EQ(role_of(peer{1000, 1, {1000, 27}}, rules), std::nullopt);
  EXPECT_EQ(role_of(peer{1000, 1, {1000}}, {990, {}, {}}), std::nullopt) << "where the groups do not exist";
}

TEST(PeerOf, ASocketIsWhoOpenedIt) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
  const auto who = mapferryd::peer_of(ends[0]);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->user, ::geteuid());
  EXPECT_EQ(who->process, ::getpid());
  EXPECT_EQ(who->groups.front(), ::getegid());
  ::close(ends[0]);
  ::close(ends[1]);
  EXPECT_FALSE(mapferryd::peer_of(-1));
}

} // namespace
