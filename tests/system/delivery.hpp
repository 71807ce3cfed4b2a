#pragma once

#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "tests/support/api_client.hpp"
#include "tests/support/patience.hpp"

namespace smartfin::test {

/// Waits until every subscriber has heard of everything. Throws when an event is lost, parked or missing, or when a
/// subscriber is ahead of the log that it follows.
inline bool all_delivered(api_client& client) {
  const auto number = [](const boost::json::value& of, const char* name) {
    return of.at(name).to_number<std::int64_t>();
  };
  return eventually(
      [&] {
        const auto status = expect_status(client.get("/api/v1/status"), 200).json();
        std::int64_t waiting = status.at("streams").as_array().size() < 4 ? 1 : 0;
        for (const auto& stream : status.at("streams").as_array()) {
          auto faults = number(stream, "lost");
          for (const auto& each : stream.at("subscribers").as_array()) {
            waiting += number(each, "in_flight") + (each.at("heard").as_bool() ? 0 : 1);
            faults += number(each, "parked") + number(each, "missing") + number(each, "ahead");
          }
          if (faults != 0) throw std::runtime_error{boost::json::serialize(stream)};
        }
        return waiting == 0;
      },
      std::chrono::seconds{60});
}

}  // namespace smartfin::test
