#include "io/disk/xml_scan.hpp"

#include <gtest/gtest.h>

namespace io {
namespace {

TEST(XmlScan, FindsTextByPathWithoutPrefixesAndAttributes) {
  const auto found =
    scan_xml(R"(<?xml version="1.0"?><!-- a > b --><t:A x='>' xmlns:t="u"><B>1</B><C><B> 2 &lt;&amp;&gt; </B><D/></C>
    <E><![CDATA[<raw>]]></E></t:A>)");
  EXPECT_EQ(text_at(found, "A/B"), "1");
  EXPECT_EQ(text_at(found, "C/B"), " 2 <&> ");
  EXPECT_EQ(text_at(found, "E"), "<raw>");
  EXPECT_EQ(text_at(found, "D"), "");
  EXPECT_EQ(text_at(found, "F"), "");
}

TEST(XmlScan, APathMatchesWholeNamesOnly) {
  EXPECT_EQ(text_at(scan_xml("<A><LatestWKID>1</LatestWKID><WKID>2</WKID></A>"), "WKID"), "2");
}

TEST(XmlScan, WhatIsNotWellFormedGivesNothing) {
  for (const auto* text : {"", "<", "<a", "<a>", "<a></b>", "</a>", "<a><b></a></b>", "<a/><b/>", "<!DOCTYPE a []><a/>",
         "<a><!--</a>", "<a><![CDATA[</a>", "text", "<a b='></a>", "< >", "<a></a", "<?xml"})
    EXPECT_TRUE(scan_xml(text).empty()) << text;
  std::string deep;
  for (int i = 0; i < 100'000; ++i)
    deep += "<a>";
  EXPECT_TRUE(scan_xml(deep).empty());
}

} // namespace
} // namespace io
