#include "http/trace.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace smartfin::http;

namespace {
const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string parent = "00f067aa0ba902b7";
}  // namespace

TEST_CASE("a traceparent is read by the letter of its version") {
  const std::pair<std::string, bool> table[] = {
      {"00-" + trace + "-" + parent + "-01", true},
      {"00-" + trace + "-" + parent + "-00", true},
      {"cc-" + trace + "-" + parent + "-01", true},
      {"cc-" + trace + "-" + parent + "-01-what-comes-later", true},
      {"cc-" + trace + "-" + parent + "-01.what", false},
      {"00-" + trace + "-" + parent + "-01-more", false},
      {"ff-" + trace + "-" + parent + "-01", false},
      {"00-" + std::string(32, '0') + "-" + parent + "-01", false},
      {"00-" + trace + "-" + std::string(16, '0') + "-01", false},
      {"00-4BF92F3577B34DA6A3CE929D0E0E4736-" + parent + "-01", false},
      {"00-" + trace + "-" + parent + "-0", false},
      {"00-" + trace + "-" + parent + "-zz", false},
      {"00_" + trace + "_" + parent + "_01", false},
      {"", false},
      {"00", false},
  };
  for (const auto& [header, valid] : table) {
    CAPTURE(header);
    CHECK(parse_traceparent(header).has_value() == valid);
  }
}

TEST_CASE("the sampled flag is the lowest bit") {
  const auto sampled = [](std::string flags) {
    return parse_traceparent("00-" + trace + "-" + parent + "-" + flags)->sampled;
  };
  CHECK(sampled("01"));
  CHECK(sampled("03"));
  CHECK_FALSE(sampled("00"));
  CHECK_FALSE(sampled("02"));
}

TEST_CASE("a request continues the caller's trace in a span of its own") {
  const auto ids = continue_trace("00-" + trace + "-" + parent + "-00");
  CHECK(ids.trace_id == trace);
  CHECK(ids.span_id != parent);
  CHECK(to_traceparent(ids) == "00-" + trace + "-" + ids.span_id + "-00");
}

TEST_CASE("a request without a trace begins one that others accept") {
  const auto first = continue_trace("nonsense"), second = continue_trace({});
  CHECK(first.trace_id != second.trace_id);
  CHECK(parse_traceparent(to_traceparent(first)));
}
