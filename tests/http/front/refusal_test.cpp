#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/http/front/front_fixture.hpp"

using namespace smartfin::http;

namespace {

struct bad_request {
  int status;
  std::string bytes;
};

const std::string host = "Host: test\r\n";

std::vector<bad_request> bad_requests() {
  const auto with = [](const std::string& fields) {
    return "POST / HTTP/1.1\r\n" + host + fields + "\r\n";
  };
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  return {
      {400, "nonsense\r\n\r\n"},
      {400, "GET /\r\n\r\n"},
      {400, "GET  HTTP/1.1\r\n\r\n"},
      {400, "G@T / HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET / HTTP/11\r\n" + host + "\r\n"},
      {505, "GET / HTTP/2.0\r\n" + host + "\r\n"},
      {501, "BREW / HTTP/1.1\r\n" + host + "\r\n"},
      {501, "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET relative HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET * HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /a b HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /a#b HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET /\xc3\xa4 HTTP/1.1\r\n" + host + "\r\n"},
      {400, "GET / HTTP/1.1\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\n" + host + host + "\r\n"},
      {400, "GET / HTTP/1.1\n" + host + "\n"},
      {400, with("X: a\nY: b\r\n")},
      {400, with("X: a\r\n folded\r\n")},
      {400, with("X : a\r\n")},
      {400, with("no colon\r\n")},
      {400, with(std::string{"X: a\0b\r\n", 8})},
      {400, with("X: a\x01\r\n")},
      {400, with("X: a\rb\r\n")},
      {400, with("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc"},
      {400, with("Content-Length: 3, 3\r\n") + "abc"},
      {400, with("Content-Length: -1\r\n")},
      {400, with("Content-Length: +1\r\n")},
      {400, with("Content-Length: \r\n")},
      {400, with("Content-Length: 0x10\r\n")},
      {400, with("Content-Length: 18446744073709551617\r\n")},
      {400, with("Content-Length: 3\r\n" + chunked) + "0\r\n\r\n"},
      {400, with(chunked + chunked) + "0\r\n\r\n"},
      {501, with("Transfer-Encoding: gzip\r\n")},
      {501, with("Transfer-Encoding: gzip, chunked\r\n")},
      {400, "POST / HTTP/1.0\r\n" + chunked + "\r\n0\r\n\r\n"},
      {400, with(chunked) + "zz\r\n"},
      {400, with(chunked) + "\r\n"},
      {400, with(chunked) + "-1\r\n"},
      {400, with(chunked) + "3 x\r\nabc\r\n"},
      {400, with(chunked) + "3\r\nabcd\r\n0\r\n\r\n"},
      {400, with(chunked) + "3\nabc\r\n"},
      {400, with(chunked) + "10000000000000000\r\n"},
      {400, with(chunked) + "1;" + std::string(300, 'e') + "\r\n"},
      {413, with(chunked) + "fffffff\r\n"},
      {431, with(chunked) + "0\r\n" +
                [] {
                  std::string trailers;
                  for (int i = 0; i < 50; ++i) trailers += "T: " + std::string(100, 't') + "\r\n";
                  return trailers;
                }()},
      {413, with("Content-Length: 1048577\r\n")},
      {413, with("Content-Length: 99999999999999999\r\nExpect: 100-continue\r\n")},
      {417, with("Content-Length: 3\r\nExpect: miracles\r\n")},
      {414, "GET /" + std::string(9000, 'a')},
      {414, "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\n" + host + "\r\n"},
      {431, "GET / HTTP/1.1\r\nX: " + std::string(17'000, 'a')},
      {431, "GET / HTTP/1.1\r\n" + host +
                [] {
                  std::string many;
                  for (int i = 0; i < 101; ++i) many += "X: 1\r\n";
                  return many;
                }() +
                "\r\n"},
  };
}

}  // namespace

TEST_CASE(
    "what breaks the rules of HTTP or a limit is refused by its status and the connection closed") {
  echo_front server;
  for (const auto& [status, bytes] : bad_requests()) {
    INFO(bytes.substr(0, 120));
    auto client = server.client();
    const auto reply = client.ask(bytes);
    REQUIRE(reply);
    CHECK(reply->status == status);
    CHECK(reply->header("Content-Type") == "application/problem+json");
    CHECK(reply->header("X-Content-Type-Options") == "nosniff");
    CHECK(reply->header("Connection") == "close");
    client.finish_sending();
    CHECK(client.closes());
  }
  auto client = server.client();
  CHECK(client.ask(get("/still-here"))->status == 200);
}

TEST_CASE("the requests before a malformed one are answered first") {
  echo_front server;
  auto client = server.client();
  client.send(get("/a") + get("/b") + "nonsense\r\n\r\n" + get("/c"));
  CHECK(client.reply()->body == "GET /a []");
  CHECK(client.reply()->body == "GET /b []");
  CHECK(client.reply()->status == 400);
  client.finish_sending();
  CHECK(client.closes());
}

TEST_CASE("a refusal reaches a client that goes on sending its body") {
  echo_front server;
  auto client = server.client();
  CHECK(client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 8000000\r\n\r\n" +
                    std::string(8'000'000, 'b')));
  CHECK(client.reply()->status == 413);
  client.finish_sending();
  CHECK(client.closes());
  CHECK(server.refused(refusal_reason::body_too_large) == 1);
}

TEST_CASE("a route may take a larger or a smaller body than the others") {
  front_options options;
  options.body_bytes_max = 10;
  options.body_limit_of = [](std::string_view method, std::string_view path) -> std::size_t {
    return method == "POST" && path == "/echo" ? 3'000'000 : 10;
  };
  echo_front server{options};
  auto client = server.client();
  const std::string body(3'000'000, 'b');
  CHECK(client.ask(post(body))->body == "POST /echo [" + body + "]");
  CHECK(client.ask("PUT /x HTTP/1.1\r\nHost: test\r\nContent-Length: 11\r\n\r\n")->status == 413);
}

TEST_CASE("a client that waits for leave to send its body gets it once") {
  echo_front server;
  auto client = server.client();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.reply()->status == 100);
  CHECK(client.ask("abc")->body == "POST /echo [abc]");
  CHECK(client.ask(post("def", "Expect: 100-continue\r\n"))->body == "POST /echo [def]");
}

TEST_CASE("a chunked body arrives whole, however it is cut") {
  echo_front server;
  const auto cut = GENERATE(std::size_t{1}, 2, 3, 7, 1000);
  const std::string bytes =
      "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "3;ext=\"x\"\r\nabc\r\nA\r\n0123456789\r\n0 \t;e\r\nTrailer: dropped\r\n\r\n" +
      get("/next");
  auto client = server.client();
  for (std::size_t at = 0; at < bytes.size(); at += cut)
    REQUIRE(client.send(std::string_view{bytes}.substr(at, cut)));
  CHECK(client.reply()->body == "POST /echo [abc0123456789]");
  CHECK(client.reply()->body == "GET /next []");
}

TEST_CASE("an absolute target and leading empty lines are understood") {
  echo_front server;
  auto client = server.client();
  CHECK(client.ask("\r\n\r\nGET http://test/a?b HTTP/1.1\r\nHost: test\r\n\r\n")->body ==
        "GET /a?b []");
  CHECK(client.ask("OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n")->body == "OPTIONS * []");
}

TEST_CASE("fields the library would act on reach the handler's answer unharmed") {
  echo_front server;
  auto client = server.client();
  for (const char* field : {"Range: bytes=0-1\r\n", "Range: nonsense\r\n", "X: %0d%0aY\r\n"}) {
    const auto reply = client.ask(get("/a", field));
    CHECK(reply->status == 200);
    CHECK(reply->body == "GET /a []");
  }
  const std::string longest =
      "/" + std::string(8191, 'a');  // past the library's own limit with its line
  CHECK(client.ask(get(longest))->body == "GET " + longest + " []");
}

TEST_CASE("the owner of the front may word its refusals") {
  front_options options;
  options.problem = [](int status, std::string_view) {
    response made;
    made.status = status;
    made.headers = {{"X-Worded", "yes"}};
    made.body = "no";
    return made;
  };
  echo_front server{options};
  auto client = server.client();
  const auto reply = client.ask("nonsense\r\n\r\n");
  CHECK(reply->header("X-Worded") == "yes");
  CHECK(reply->body == "no");
}
