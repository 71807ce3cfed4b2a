#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <stdexcept>

#include "tests/http/front/front_fixture.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::http;
using smartfin::test::raw_client;

namespace {

constexpr std::size_t piece_bytes = 64 * 1024;

std::string piece(std::size_t number) {
  return std::string(piece_bytes, static_cast<char>('a' + number % 26));
}

/// "/pieces?N" answers with so many pieces, "/breaks" fails after three, "/endless" never ends;
/// anything else is a small answer.
class piece_front {
public:
  explicit piece_front(front_options options = {})
      : front(std::move(options),
              [this](const request& asked, response& answer) { serve(asked, answer); }) {
    if (const auto started = front.start(); !started) throw std::runtime_error{started.error()};
  }

  raw_client client(int receive_buffer_bytes = 0) const {
    return raw_client{front.port(), receive_buffer_bytes};
  }

  std::atomic<std::size_t> made{0};     ///< pieces, of all answers
  std::atomic<std::size_t> sources{0};  ///< answers that are being made
  readiness_front front;

private:
  /// Counts itself for as long as the front keeps the source.
  struct presence {
    explicit presence(std::atomic<std::size_t>& count) : count_(count) { ++count_; }
    ~presence() { --count_; }
    std::atomic<std::size_t>& count_;
  };

  void serve(const request& asked, response& answer) {
    answer.content_type = "text/plain";
    std::size_t pieces = 0;
    bool breaks = false;
    if (asked.path == "/pieces") {
      pieces = std::stoul(std::string{asked.query_string});
    } else if (asked.path == "/breaks") {
      pieces = 3;
      breaks = true;
    } else if (asked.path == "/endless") {
      pieces = ~std::size_t{0};
    } else {
      answer.body = "small";
      return;
    }
    answer.source = [this, pieces, breaks, at = std::size_t{0},
                     here = std::make_shared<presence>(sources)]() mutable -> std::string {
      if (at == pieces && breaks) throw std::runtime_error{"the store is gone"};
      if (at == pieces) return {};
      ++made;
      return piece(at++);
    };
  }
};

front_options either_engine() {
  front_options options;
  options.engine = GENERATE(answer_engine::library, answer_engine::direct);
  options.workers = 1;
  return options;
}

std::string pieces(std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += piece(i);
  return all;
}

bool all_sources_end(const piece_front& server) {
  return smartfin::test::eventually([&] { return server.sources == 0; }, std::chrono::seconds{20});
}

}  // namespace

TEST_CASE("a body that is made while it is sent comes whole, and the connection goes on") {
  piece_front server{either_engine()};
  auto client = server.client();
  REQUIRE(client.send(get("/pieces?100") + get("/pieces?0") + get("/small")));
  const auto large = client.reply();
  REQUIRE(large);
  CHECK(large->status == 200);
  CHECK(large->header("Transfer-Encoding") == "chunked");
  CHECK_FALSE(large->header("Content-Length"));
  CHECK((large->body == pieces(100)));
  const auto none = client.reply();
  REQUIRE(none);
  CHECK(none->body.empty());
  CHECK(client.reply()->body == "small");
  CHECK(client.ask(get("/pieces?1"))->body.size() == piece_bytes);
  CHECK(server.sources == 0);
}

TEST_CASE("to HTTP/1.0 a made body goes without chunks and ends with the connection") {
  piece_front server{either_engine()};
  auto client = server.client();
  REQUIRE(client.send("GET /pieces?5 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
  const auto all = client.rest();
  REQUIRE(all);
  const auto head = all->substr(0, all->find("\r\n\r\n"));
  CHECK(head.find("Transfer-Encoding") == std::string::npos);
  CHECK(head.find("Connection: close") != std::string::npos);
  CHECK((all->substr(head.size() + 4) == pieces(5)));
}

TEST_CASE("HEAD of a made body makes nothing of it") {
  piece_front server{either_engine()};
  auto client = server.client();
  REQUIRE(client.send("HEAD /pieces?5 HTTP/1.1\r\nHost: test\r\n\r\n" + get("/small")));
  REQUIRE(client.reply(true));
  CHECK(client.reply()->body == "small");
  CHECK(server.made == 0);
}

TEST_CASE("slow readers hold neither the worker nor more than what is on its way to them") {
  constexpr std::size_t many = 2'000, readers = 3;
  piece_front server{either_engine()};
  std::vector<raw_client> slow;
  for (std::size_t i = 0; i < readers; ++i) {
    slow.push_back(server.client(8 * 1024));
    REQUIRE(slow.back().send(get("/pieces?" + std::to_string(many))));
  }
  REQUIRE(smartfin::test::eventually([&] { return server.sources == readers; },
                                     std::chrono::seconds{20}));
  for (int i = 0; i < 20; ++i) CHECK(server.client().ask(get("/small"))->body == "small");
  CHECK(server.made < readers * many / 4);
  const auto whole = slow.front().reply();
  REQUIRE(whole);
  CHECK((whole->body == pieces(many)));
  CHECK(server.front.statistics().output_memory < 2 * readers * piece_bytes);
}

TEST_CASE("a body that cannot be finished is broken off, not ended") {
  piece_front server{either_engine()};
  auto client = server.client();
  CHECK_FALSE(client.ask(get("/breaks")));
  auto old = server.client();
  REQUIRE(old.send("GET /breaks HTTP/1.0\r\n\r\n"));
  CHECK(old.rest());
  CHECK(all_sources_end(server));
  CHECK(server.client().ask(get("/small"))->body == "small");
}

TEST_CASE("a body that takes too long is broken off, however fast its reader is") {
  auto options = either_engine();
  options.stream_time_max = std::chrono::milliseconds{30};
  piece_front server{options};
  auto fast = server.client();
  CHECK_FALSE(fast.ask(get("/endless")));
  auto slow = server.client(8 * 1024);
  REQUIRE(slow.send(get("/endless")));
  CHECK(all_sources_end(server));
  CHECK(server.client().ask(get("/small"))->body == "small");
}

TEST_CASE("a client that goes while its body is made frees what makes it") {
  piece_front server{either_engine()};
  for (int i = 0; i < 20; ++i) {
    auto client = server.client(8 * 1024);
    REQUIRE(client.send(get("/endless")));
    if (i % 2 == 0)
      REQUIRE(smartfin::test::eventually([&] { return client.readable_now(); },
                                         std::chrono::seconds{20}));
    client.reset();
  }
  CHECK(all_sources_end(server));
  CHECK(server.client().ask(get("/small"))->body == "small");
}

TEST_CASE("a front that stops breaks off what is still being made when its time is over") {
  auto options = either_engine();
  options.drain_time_max = std::chrono::milliseconds{30};
  piece_front server{options};
  auto client = server.client(8 * 1024);
  REQUIRE(client.send(get("/endless")));
  REQUIRE(
      smartfin::test::eventually([&] { return server.sources == 1; }, std::chrono::seconds{20}));
  server.front.stop();
  CHECK_FALSE(client.reply());
}
