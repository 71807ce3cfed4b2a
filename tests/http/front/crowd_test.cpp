#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <sys/resource.h>

#include <random>
#include <thread>

#include "tests/http/front/front_fixture.hpp"

using namespace smartfin::http;
using namespace std::chrono_literals;
using smartfin::test::raw_client;

namespace {

/// Asks for `statistics` until `holds`: for facts that no client can see.
template <class Holds>
bool eventually(const echo_front& server, Holds holds) {
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (!holds(server.front.statistics())) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace

TEST_CASE("a request that drips in is refused when its time is up") {
  front_options options;
  options.request_time_max = 30ms;
  echo_front server{options};
  const std::string start = GENERATE(as<std::string>{}, "G", "GET / HTTP/1.1\r\nHost: t", "\r\nGET",
                                     "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc",
                                     get("/first") + "GET /sec");
  auto client = server.client();
  client.send(start);
  if (start.starts_with("GET /first")) CHECK(client.reply()->status == 200);
  CHECK(client.reply()->status == 408);
  client.finish_sending();
  CHECK(client.closes());
  CHECK(server.refused(refusal_reason::too_slow) == 1);
}

TEST_CASE("an idle connection is closed without a word when its time is up") {
  front_options options;
  options.idle_time_max = 30ms;
  echo_front server{options};
  auto fresh = server.client();
  auto used = server.client();
  CHECK(used.ask(get("/"))->status == 200);
  CHECK(fresh.closes());
  CHECK(used.closes());
}

TEST_CASE("crowds of dripping, half-open and idle clients don't touch another's requests") {
  smartfin::test::raise_descriptor_limit();
  front_options options;
  options.workers = 2;
  echo_front server{options};
  std::vector<raw_client> crowd;
  for (int i = 0; i < 1800; ++i) {
    crowd.push_back(server.client());
    if (i % 9 < 2) crowd.back().send("GET / HTTP/1.1\r\nX: ");
    if (i % 9 >= 4) CHECK(crowd.back().ask(get("/i"))->status == 200);
  }
  auto client = server.client();
  for (int i = 0; i < 2000; ++i) {
    if (i % 9 < 2) CHECK(crowd[static_cast<std::size_t>(i % 1800)].send("x"));
    REQUIRE(client.ask(get("/" + std::to_string(i)))->status == 200);
  }
  CHECK(server.front.statistics().connections == 1801);
  CHECK(server.front.statistics().refused_for(refusal_reason::too_slow) == 0);
  crowd.clear();
  CHECK(eventually(server, [](const auto& now) { return now.connections == 1; }));
}

TEST_CASE("a trivial path answers while every worker is busy and the queue refuses the rest") {
  front_options options;
  options.workers = 2;
  options.queue_max = 3;
  options.inline_handler = [](const request& asked, response& answer) {
    answer.body = "alive";
    return asked.path == "/livez";
  };
  echo_front server{options};
  std::vector<raw_client> busy;
  for (std::size_t i = 0; i < 5; ++i) {
    busy.push_back(server.client());
    busy.back().send(get("/closed-gate"));
    if (i == 1) server.closed_gate.wait_for(2);
  }
  REQUIRE(eventually(server, [](const auto& now) { return now.queued == 3; }));
  auto client = server.client();
  CHECK(client.ask(get("/livez"))->body == "alive");
  const auto refused = client.ask(get("/"));
  CHECK(refused->status == 503);
  CHECK(refused->header("Retry-After") == "1");
  CHECK(client.ask(get("/livez"))->body == "alive");
  client.send(get("/livez") + get("/") + get("/livez"));
  CHECK(client.reply()->body == "alive");
  CHECK(client.reply()->status == 503);
  CHECK(client.reply()->body == "alive");
  server.closed_gate.open();
  for (auto& each : busy) CHECK(each.reply()->status == 200);
  client.send(get("/") + get("/livez"));  // a worker finds the second one behind the first
  CHECK(client.reply()->body == "GET / []");
  CHECK(client.reply()->body == "alive");
}

TEST_CASE("connections past a cap are told so and make room again when they go") {
  front_options options;
  const bool per_address = GENERATE(false, true);
  (per_address ? options.connections_per_address_max : options.connections_max) = 3;
  echo_front server{options};
  {
    std::vector<raw_client> full;
    for (int i = 0; i < 3; ++i) {
      full.push_back(server.client());
      CHECK(full.back().ask(get("/"))->status == 200);
    }
    auto extra = server.client();
    const auto reply = extra.ask(get("/"));
    REQUIRE(reply);
    CHECK(reply->status == (per_address ? 429 : 503));
    CHECK(reply->header("Retry-After"));
  }
  REQUIRE(eventually(server, [](const auto& now) { return now.connections == 0; }));
  auto client = server.client();
  CHECK(client.ask(get("/"))->status == 200);
}

TEST_CASE("a slow reader holds no worker and gets everything") {
  front_options options;
  options.workers = 1;
  echo_front server{options};
  raw_client slow{server.port(), 4096};
  slow.send(get("/big") + get("/after"));
  auto quick = server.client();
  REQUIRE(eventually(server, [](const auto& now) { return now.output_memory > 0; }));
  for (int i = 0; i < 100; ++i) REQUIRE(quick.ask(get("/"))->status == 200);
  CHECK(slow.reply()->body == std::string(echo_front::big_size, 'x'));
  CHECK(slow.reply()->body == "GET /after []");
  CHECK(eventually(server, [](const auto& now) { return now.output_memory == 0; }));
}

TEST_CASE("a reader that stops is given up, by time or by memory") {
  front_options options;
  options.transfer_rate_min = 1u << 30;
  const bool by_time = GENERATE(true, false);
  if (by_time)
    options.write_time_max = 30ms;
  else
    options.output_memory_max = 1 << 20;
  echo_front server{options};
  raw_client stopped{server.port(), 4096};
  stopped.send(get("/big"));
  const auto why = by_time ? refusal_reason::slow_reader : refusal_reason::memory_full;
  CHECK(eventually(server, [&](const auto& now) { return now.refused_for(why) == 1; }));
  CHECK(eventually(server,
                   [](const auto& now) { return now.connections == 0 && now.output_memory == 0; }));
}

TEST_CASE("unfinished large requests are bounded over all connections") {
  front_options options;
  options.body_bytes_max = 1 << 20;
  options.body_memory_max = 1 << 20;
  echo_front server{options};
  std::vector<raw_client> uploads;
  const std::string part = post(std::string(600'000, 'b')).substr(0, 500'000);
  for (int i = 0; i < 2; ++i) {
    uploads.push_back(server.client());
    uploads.back().send(part);
    const auto wanted = static_cast<std::uint64_t>(i + 1) * 400'000;
    REQUIRE(eventually(server, [&](const auto& now) { return now.input_memory > wanted; }));
  }
  auto third = server.client();
  third.send(part);
  CHECK(third.reply()->status == 503);
  CHECK(uploads[0].ask(std::string(200'000, 'b'))->status == 200);
}

TEST_CASE("clients that come and go in every way leave nothing behind") {
  smartfin::test::raise_descriptor_limit();
  front_options options;
  options.workers = 4;
  echo_front server{options};
  const unsigned seed = 20'261'122;
  INFO("seed " << seed);
  std::mt19937 random{seed};
  for (int i = 0; i < 3000; ++i) {
    auto client = server.client();
    switch (random() % 20) {
      case 0:
        break;
      case 1:
        client.reset();
        break;
      case 2:
        client.send(get("/x")), client.reset();
        break;
      case 3:
        client.send("GET / HT"), client.finish_sending();
        break;
      case 4:
        REQUIRE(client.ask(get("/x", "Connection: close\r\n"))->body == "GET /x []");
        break;
      case 5:
        client.send(get("/a") + get("/big"));
        break;
    }
  }
  auto last = server.client();
  CHECK(last.ask(get("/last"))->body == "GET /last []");
  CHECK(eventually(server,
                   [](const auto& now) { return now.connections == 1 && now.output_memory == 0; }));
}

TEST_CASE("a process out of descriptors serves again when it has some") {
  echo_front server;
  auto before = server.client();
  CHECK(before.ask(get("/"))->status == 200);
  rlimit was{};
  ::getrlimit(RLIMIT_NOFILE, &was);
  auto waiting = server.client();
  CHECK(waiting.ask(get("/"))->status == 200);
  std::vector<raw_client> crowd;
  rlimit low = was;
  low.rlim_cur = 40;
  ::setrlimit(RLIMIT_NOFILE, &low);
  try {
    for (;;) crowd.push_back(server.client());
  } catch (const std::runtime_error&) {
  }
  CHECK(eventually(
      server, [](const auto& now) { return now.refused_for(refusal_reason::no_descriptor) > 0; }));
  CHECK(before.ask(get("/"))->status == 200);
  ::setrlimit(RLIMIT_NOFILE, &was);
  for (auto& each : crowd) CHECK(each.ask(get("/"))->status == 200);
}
