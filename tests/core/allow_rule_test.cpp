#include "core/allow_rule.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>

#include <string>
#include <vector>

using core::address_class;

namespace {

address_class class_of(const std::string& text, bool own = false) {
  std::vector<std::uint8_t> bytes(16);
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1)
    bytes.resize(4);
  else
    EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), bytes.data()), 1) << text;
  return core::classify_address(bytes, own);
}

} // namespace

TEST(AllowRule, ClassifiesAddressesByTheirNumber) {
  const std::vector<std::pair<std::string, address_class>> table{
    {"8.8.8.8", address_class::public_network},
    {"127.0.0.1", address_class::loopback},
    {"127.9.9.9", address_class::loopback},
    {"0.0.0.0", address_class::loopback},
    {"10.1.2.3", address_class::private_network},
    {"172.15.0.1", address_class::public_network},
    {"172.16.0.1", address_class::private_network},
    {"172.31.255.255", address_class::private_network},
    {"172.32.0.1", address_class::public_network},
    {"192.168.0.1", address_class::private_network},
    {"192.169.0.1", address_class::public_network},
    {"100.64.0.1", address_class::private_network},
    {"100.128.0.1", address_class::public_network},
    {"169.254.169.254", address_class::link_local},
    {"224.0.0.1", address_class::link_local},
    {"255.255.255.255", address_class::link_local},
    {"::", address_class::loopback},
    {"::1", address_class::loopback},
    {"2001:4860::8888", address_class::public_network},
    {"fe80::1", address_class::link_local},
    {"ff02::1", address_class::link_local},
    {"fd00::1", address_class::private_network},
    {"fec0::1", address_class::private_network},
    {"::ffff:127.0.0.1", address_class::loopback},
    {"::ffff:169.254.169.254", address_class::link_local},
    {"::ffff:10.0.0.1", address_class::private_network},
    {"64:ff9b::a9fe:a9fe", address_class::link_local},
    {"2002:a00:1::", address_class::private_network},
    {"::7f00:1", address_class::loopback},
  };
  for (const auto& [text, expected] : table)
    EXPECT_EQ(class_of(text), expected) << text;
}

TEST(AllowRule, KnowsTheMachinesOwnAddresses) {
  EXPECT_EQ(class_of("192.168.0.1", true), address_class::own);
  EXPECT_EQ(class_of("8.8.8.8", true), address_class::own);
  EXPECT_EQ(class_of("127.0.0.1", true), address_class::loopback);
  EXPECT_EQ(class_of("fe80::1", true), address_class::link_local);
}

TEST(AllowRule, LetsADocumentNameItsOwnServersClassOrThePublic) {
  using enum address_class;
  for (const auto target : {link_local, loopback, own, private_network, public_network}) {
    EXPECT_TRUE(core::allowed(target, {true, std::nullopt})) << core::word(target);
    EXPECT_EQ(core::allowed(target, {false, std::nullopt}), target == public_network) << core::word(target);
    for (const auto by : {link_local, loopback, own, private_network, public_network}) {
      const bool same = target == by && target != link_local && target != own;
      EXPECT_EQ(core::allowed(target, {false, by}), target == public_network || same)
        << core::word(target) << " by " << core::word(by);
    }
  }
}
