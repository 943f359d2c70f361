#include "sandbox/http/cross_origin.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::http_request;
using sandbox::http_response;

http_response allowed(const http_request& request) {
  http_response answer;
  sandbox::allow_origin(request, answer);
  return answer;
}

TEST(CrossOrigin, SaysNothingToWhoeverIsNoPage) { EXPECT_TRUE(allowed({}).headers.empty()); }

TEST(CrossOrigin, RepeatsTheOriginAndShowsTheHeadersOfFiles) {
  http_request request;
  request.headers["origin"] = "https://app.example";
  const http_response answer = allowed(request);
  EXPECT_EQ(answer.headers.at("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_EQ(answer.headers.at("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(answer.headers.at("Vary"), "Origin");
  EXPECT_NE(answer.headers.at("Access-Control-Expose-Headers").find("Content-Range"), std::string::npos);
  EXPECT_EQ(answer.headers.count("Access-Control-Allow-Methods"), 0U);
}

TEST(CrossOrigin, AllowsAPreflightWhatItAsksFor) {
  http_request request;
  request.headers["Origin"] = "null";
  request.headers["Access-Control-Request-Method"] = "POST";
  request.headers["Access-Control-Request-Headers"] = "x-esri-authorization,range";
  const http_response answer = allowed(request);
  EXPECT_EQ(answer.headers.at("Access-Control-Allow-Origin"), "null");
  EXPECT_EQ(answer.headers.at("Access-Control-Allow-Headers"), "x-esri-authorization,range");
  EXPECT_NE(answer.headers.at("Access-Control-Allow-Methods").find("POST"), std::string::npos);
  EXPECT_EQ(answer.headers.count("Access-Control-Max-Age"), 1U);
}

} // namespace
