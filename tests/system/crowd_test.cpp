#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <memory>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;

namespace {

/// Clients that have begun a request and send a byte of it every second.
class dripping_clients {
public:
  dripping_clients(int port, std::size_t count) : port_(port) {
    for (std::size_t i = 0; i < count; ++i) clients_.push_back(begun());
  }

  /// Those whose second is over send a byte each; one that was thrown out comes again.
  void drip() {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
    const auto due =
        static_cast<std::size_t>(passed.count() * static_cast<double>(clients_.size()));
    for (; sent_ < due; ++sent_) {
      auto& client = clients_[sent_ % clients_.size()];
      if (client->readable_now())
        client = begun();
      else
        client->send("x");
    }
  }

private:
  std::unique_ptr<raw_client> begun() const {
    auto client = std::make_unique<raw_client>(port_);
    client->send("GET /api/v1/accounts HTTP/1.1\r\nHost: localhost\r\nX-Drip: ");
    return client;
  }

  int port_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::size_t sent_ = 0;
  std::vector<std::unique_ptr<raw_client>> clients_;
};

/// The time that 99 of 100 requests stay below, in milliseconds, while others drip in between.
double p99_of(api_client& client, int requests, dripping_clients& others) {
  std::vector<double> times;
  for (int i = 0; i < requests; ++i) {
    others.drip();
    const auto start = std::chrono::steady_clock::now();
    expect_status(client.get("/api/v1/accounts"), 200);
    times.push_back(
        std::chrono::duration<double, std::milli>{std::chrono::steady_clock::now() - start}
            .count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() * 99 / 100];
}

void serve_in_a_crowd(std::size_t idle_count, int requests) {
  if (raise_descriptor_limit() < idle_count + 1'000) SKIP("too few descriptors for the crowd");
  const node_home home{quick_settings("[http]\nidle_time_max_s = 600\n")};
  const node_process node{home};
  auto normal = signed_up(node.port(), "ann");
  open_account(normal, "Everyday");
  dripping_clients nobody{node.port(), 0};
  p99_of(normal, requests, nobody);  // warms up
  const auto alone = p99_of(normal, requests, nobody);

  std::vector<raw_client> idle, half_open;
  for (std::size_t i = 0; i < idle_count; ++i) {
    idle.emplace_back(node.port());
    REQUIRE(idle.back().ask("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").has_value());
  }
  for (int i = 0; i < 400; ++i) {
    half_open.emplace_back(node.port());
    half_open.back().send("POST /api/v1/transactions HTTP/1.1\r\nHost: localhost\r\n");
  }
  dripping_clients dripping{node.port(), 400};
  const auto crowded = p99_of(normal, requests, dripping);
  WARN("p99 alone " << alone << " ms, among " << idle_count << " idle, 400 half-open and 400 "
                    << "dripping clients " << crowded << " ms: " << crowded / alone << " times");
  // Far above any noise: what starves in a crowd waits for the crowd's own time limits, seconds.
  CHECK(crowded < 20 * std::max(alone, 5.0));
  for (auto& each : idle)
    REQUIRE(each.ask("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n").has_value());
}

}  // namespace

TEST_CASE("a normal client is served in time among 1,800 slow and idle ones") {
  serve_in_a_crowd(1'000, 1'000);
}

TEST_CASE("a normal client is served in time among 5,800 slow and idle ones", "[.long]") {
  serve_in_a_crowd(5'000, 5'000);
}
