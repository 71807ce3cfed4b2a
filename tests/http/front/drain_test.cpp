#include <catch2/catch_test_macros.hpp>

#include <thread>

#include "tests/http/front/front_fixture.hpp"

using namespace smartfin::http;
using namespace std::chrono_literals;

TEST_CASE("a drain finishes what was started, closes what is idle and takes nothing new") {
  front_options options;
  options.linger_time_max = 50ms;
  echo_front server{options};
  auto idle = server.client();
  CHECK(idle.ask(get("/"))->status == 200);
  auto busy = server.client();
  busy.send(get("/closed-gate"));
  server.closed_gate.wait_for(1);
  auto partial = server.client();
  partial.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\na");
  auto waiting = server.client();
  waiting.send(get("/waiting"));
  std::thread stopping{[&] { server.front.stop(); }};
  CHECK(idle.closes());
  CHECK(waiting.reply()->body == "GET /waiting []");
  partial.send("bc");
  const auto finished = partial.reply();
  REQUIRE(finished);
  CHECK(finished->body == "POST /echo [abc]");
  CHECK(finished->header("Connection") == "close");
  CHECK(partial.closes());
  server.closed_gate.open();
  CHECK(busy.reply()->status == 200);
  stopping.join();
  CHECK_THROWS(server.client());
  CHECK(server.front.statistics().connections == 0);
  server.front.stop();
}

TEST_CASE("a port is taken when it is reserved, and nobody is let in before the start") {
  const auto hello = [](const request&, response& answer) { answer.body = "hello"; };
  front_options options;
  {
    readiness_front elsewhere{options, hello};
    options.port = elsewhere.start().value();  // a free one, once this has gone
  }
  readiness_front front{options, hello};
  REQUIRE(front.reserve());
  CHECK_THROWS(smartfin::test::raw_client{options.port});
  CHECK(front.start().value() == options.port);
  CHECK(smartfin::test::raw_client{options.port}.ask(get("/"))->status == 200);
  const auto taken = readiness_front{options, hello}.reserve();
  REQUIRE_FALSE(taken);
  CHECK(taken.error().find(std::to_string(options.port)) != std::string::npos);
}

TEST_CASE("a client that asks without pause loses no request to a drain") {
  front_options options;
  options.farewell_time = 20s;
  echo_front server{options};
  auto client = server.client();
  CHECK(client.ask(get("/"))->status == 200);
  std::thread stopping{[&] { server.front.stop(); }};
  const auto takes_more = [&] {
    try {
      server.client();
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  };
  while (takes_more()) continue;
  const auto last = client.ask(get("/next"));
  REQUIRE(last);
  CHECK(last->body == "GET /next []");
  CHECK(last->header("Connection") == "close");
  CHECK(client.closes());
  stopping.join();
}

TEST_CASE("a drain doesn't wait longer than it may for clients that never finish") {
  front_options options;
  options.drain_time_max = 50ms;
  echo_front server{options};
  auto partial = server.client();
  CHECK(partial.ask(get("/"))->status == 200);
  partial.send("GET / HT");
  auto fresh = server.client();
  server.front.stop();
  CHECK(server.front.statistics().connections == 0);
}

TEST_CASE("a front that never started stops, and one that serves may be destroyed at once") {
  readiness_front never{{}, [](const request&, response&) {}};
  never.stop();
  CHECK(never.port() == 0);
  CHECK(never.statistics().accepted == 0);
  echo_front server;
  auto client = server.client();
  client.send(get("/"));
}
