#include "http/rate_limiter.hpp"

#include <atomic>
#include <thread>

#include "http/rate_key.hpp"

#include "sample_routes.hpp"

using namespace smartfin::http;
using namespace smartfin::http::samples;

namespace {
const std::chrono::steady_clock::time_point start{1h};
constexpr rate_limits three_a_minute{{{}, {3, 60s}, {1, 60s}, {1, 60s}, {1, 60s}}};
}  // namespace

TEST_CASE("a burst is spent, refused, and refills evenly with time") {
  rate_limiter limiter(three_a_minute, 64);
  const auto take = [&](std::chrono::seconds after) {
    return limiter.take("u:1", rate_class::read, start + after);
  };
  CHECK(take(0s).remaining == 2);
  CHECK(take(0s).remaining == 1);
  const auto last = take(0s);
  CHECK(last.allowed);
  CHECK(last.reset_s == 60);
  const auto refused = take(0s);
  CHECK_FALSE(refused.allowed);
  CHECK(refused.remaining == 0);
  CHECK(refused.retry_after_s == 20);
  CHECK_FALSE(take(19s).allowed);
  CHECK(take(20s).allowed);
  CHECK_FALSE(take(39s).allowed);
  CHECK(take(3600s).remaining == 2);
}

TEST_CASE("callers and classes have budgets of their own") {
  rate_limiter limiter(three_a_minute, 1 << 12);
  CHECK(limiter.take("u:1", rate_class::write, start).allowed);
  CHECK_FALSE(limiter.take("u:1", rate_class::write, start).allowed);
  CHECK(limiter.take("u:1", rate_class::sign_in, start).allowed);
  CHECK(limiter.take("u:2", rate_class::write, start).allowed);
  for (int i = 0; i < 1000; ++i) CHECK(limiter.take("u:1", rate_class::unlimited, start).allowed);
}

TEST_CASE("a full table forgets someone and never refuses a newcomer") {
  rate_limiter limiter(three_a_minute, 8);
  for (int i = 0; i < 10'000; ++i)
    REQUIRE(limiter.take("a:" + std::to_string(i), rate_class::read, start).allowed);
}

TEST_CASE("the caller who spent most is the last to be forgotten") {
  rate_limiter limiter(three_a_minute, 8);
  for (int i = 0; i < 4; ++i) limiter.take("greedy", rate_class::read, start);
  for (int i = 0; i < 1000; ++i) limiter.take("a:" + std::to_string(i), rate_class::read, start);
  CHECK_FALSE(limiter.take("greedy", rate_class::read, start).allowed);
}

TEST_CASE("over the limit the edge answers 429 and says when to come back") {
  edge e({.rates = three_a_minute});
  const auto read = ask("GET", "/api/v1/accounts/5");
  const auto first = e.answer(read);
  CHECK(head(first, "RateLimit-Limit") == "3");
  CHECK(head(first, "RateLimit-Remaining") == "2");
  CHECK(head(first, "RateLimit-Reset") == "20");
  e.answer(read);
  e.answer(read);
  const auto refused = e.answer(read);
  CHECK(refused.status == 429);
  CHECK(head(refused, "Retry-After") == "20");
  CHECK(head(refused, "RateLimit-Remaining") == "0");
  CHECK(e.status(with(read, "authorization", "Bearer other")) == 200);
  e.now += 20s;
  CHECK(e.status(read) == 200);
}

TEST_CASE("guessing tokens spends the budget of the address") {
  edge e({.rates = three_a_minute});
  const auto guess = with(ask("GET", "/api/v1/accounts/5"), "authorization", "Bearer guess");
  for (int i = 0; i < 3; ++i) CHECK(e.status(guess) == 401);
  CHECK(e.status(guess) == 429);
  CHECK(e.status(ask("GET", "/api/v1/accounts/5")) == 200);
}

TEST_CASE("a budget belongs to the user, else to the IPv4 address or the IPv6 /64") {
  using smartfin::principal;
  const auto of = [](std::string_view address) { return rate_key(principal{}, address); };
  const principal seven{.user = {7}, .session = {1}};
  CHECK(rate_key(seven, "192.0.2.1") == rate_key(seven, "192.0.2.2"));
  CHECK(of("192.0.2.1") != of("192.0.2.2"));
  CHECK(of("192.0.2.1") == of("::ffff:192.0.2.1"));
  CHECK(of("192.0.2.1") == of("::ffff:c000:201"));
  CHECK(of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::9"));
  CHECK(of("2001:db8:1:2::1") != of("2001:db8:1:3::1"));
  CHECK(of("fe80::1%eth0") == of("fe80::2"));
  CHECK(of("not:an:address") == "a:not:an:address");
}

TEST_CASE("threads that ask at once get exactly the burst between them") {
  edge e({.rates = {{{}, {500, 60s}, {}, {}, {}}}});
  std::atomic<int> answered = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      const auto read = ask("GET", "/api/v1/accounts/5");
      for (int i = 0; i < 200; ++i) ++(e.status(read) == 200 ? answered : refused);
    });
  for (auto& thread : threads) thread.join();
  CHECK(answered == 500);
  CHECK(refused == 300);
  CHECK(e.metrics.exposition().find(R"(route="/api/v1/accounts/{id}",status="2xx"} 500)") !=
        std::string::npos);
}
