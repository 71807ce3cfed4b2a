#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/http/front/front_fixture.hpp"

using namespace smartfin::http;

namespace {

front_options either_engine() {
  front_options options;
  options.engine = GENERATE(answer_engine::library, answer_engine::direct);
  options.workers = 2;
  return options;
}

}  // namespace

TEST_CASE("a connection serves one request after the other until the client closes it") {
  echo_front server{either_engine()};
  auto client = server.client();
  for (const char* path : {"/a", "/b?c=d", "/%41"}) {
    const auto reply = client.ask(get(path));
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->body == "GET " + std::string{path} + " []");
    CHECK(reply->header("Date"));
    CHECK_FALSE(reply->header("Server"));
    CHECK(reply->header("Content-Type") == "text/plain");
    CHECK_FALSE(reply->header("Connection"));
  }
  client.finish_sending();
  CHECK(client.closes());
}

TEST_CASE("pipelined requests are answered in their order") {
  echo_front server{either_engine()};
  auto client = server.client();
  std::string all;
  for (int i = 0; i < 500; ++i)
    all += i % 3 ? get("/" + std::to_string(i)) : post(std::to_string(i));
  REQUIRE(client.send(all));
  for (int i = 0; i < 500; ++i) {
    const auto reply = client.reply();
    REQUIRE(reply);
    const auto number = std::to_string(i);
    CHECK(reply->body == (i % 3 ? "GET /" + number + " []" : "POST /echo [" + number + "]"));
  }
}

TEST_CASE("a request may arrive byte by byte") {
  echo_front server{either_engine()};
  auto client = server.client();
  for (const char c : post("hello", "X-Any: 1\r\n")) REQUIRE(client.send({&c, 1}));
  CHECK(client.reply()->body == "POST /echo [hello]");
}

TEST_CASE("Connection: close and HTTP/1.0 end the connection after the answer") {
  echo_front server{either_engine()};
  const std::string ending =
      GENERATE(as<std::string>{}, get("/", "Connection: close\r\n"),
               get("/", "Connection: x, Close\r\n"), "GET / HTTP/1.0\r\n\r\n");
  auto client = server.client();
  const auto reply = client.ask(ending);
  REQUIRE(reply);
  CHECK(reply->body == "GET / []");
  CHECK(reply->header("Connection") == "close");
  CHECK(client.closes());
}

TEST_CASE("HTTP/1.0 keeps the connection when it asks to") {
  echo_front server{either_engine()};
  auto client = server.client();
  for (int i = 0; i < 2; ++i) {
    const auto reply = client.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    REQUIRE(reply);
    CHECK(reply->header("Connection") == "keep-alive");
  }
}

TEST_CASE("HEAD has the fields of GET and no body") {
  echo_front server{either_engine()};
  auto client = server.client();
  client.send("HEAD /x HTTP/1.1\r\nHost: test\r\n\r\n" + get("/next"));
  const auto head = client.reply(true);
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->header("Content-Length") == std::to_string(std::string{"HEAD /x []"}.size()));
  CHECK(client.reply()->body == "GET /next []");
}

TEST_CASE("an answer that may have no body says no length") {
  echo_front server{either_engine()};
  auto client = server.client();
  const auto reply = client.ask(get("/nothing"));
  REQUIRE(reply);
  CHECK(reply->status == 204);
  CHECK_FALSE(reply->header("Content-Length"));
  CHECK(client.ask(get("/next"))->status == 200);
}

TEST_CASE("an exception of the handler is a bare 500 and the connection goes on") {
  echo_front server{either_engine()};
  auto client = server.client();
  const auto reply = client.ask(get("/throws"));
  REQUIRE(reply);
  CHECK(reply->status == 500);
  CHECK((reply->head + reply->body).find("secret") == std::string::npos);
  CHECK(reply->header("Content-Type") == "application/problem+json");
  CHECK(client.ask(get("/next"))->status == 200);
}

TEST_CASE("a client that has finished sending still gets its answers") {
  echo_front server{either_engine()};
  auto client = server.client();
  client.send(get("/a") + get("/b"));
  client.finish_sending();
  CHECK(client.reply()->body == "GET /a []");
  CHECK(client.reply()->body == "GET /b []");
  CHECK(client.closes());
}

TEST_CASE("a taken port is a sentence that names it") {
  echo_front server;
  front_options options;
  options.port = server.port();
  readiness_front second{options, [](const request&, response&) {}};
  const auto started = second.start();
  REQUIRE_FALSE(started);
  CHECK(started.error().find(std::to_string(server.port())) != std::string::npos);
  CHECK(started.error().find("in use") != std::string::npos);
}
