#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

#include "http/front/request_assembler.hpp"
#include "tests/http/front/front_fixture.hpp"

using namespace smartfin::http;
using namespace std::chrono_literals;

namespace {

/// Whole requests, cut, doubled, shuffled and with bytes changed, or plain noise.
std::string mutated(std::mt19937& random) {
  static const std::vector<std::string> seeds{
      get("/a?b=c", "Connection: close\r\n"),
      get("/a") + get("/b"),
      post("hello", "Expect: 100-continue\r\n"),
      "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: "
      "u\r\n\r\n",
      "HEAD http://t/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
  };
  static const std::vector<std::string> pieces{"\r\n",
                                               "\n",
                                               "\r",
                                               std::string(1, '\0'),
                                               ": ",
                                               " ",
                                               "\t",
                                               "0",
                                               "-1",
                                               "ffffffffffffffff",
                                               ",",
                                               ";",
                                               "%",
                                               "HTTP/1.1",
                                               "Content-Length: 5\r\n",
                                               "Transfer-Encoding: chunked\r\n",
                                               "\xff"};
  std::string text = seeds[random() % seeds.size()];
  if (random() % 8 == 0) {
    text.resize(random() % 300);
    std::generate(text.begin(), text.end(), [&] { return static_cast<char>(random()); });
  }
  for (auto changes = random() % 6; changes > 0 && !text.empty(); --changes) {
    const auto at = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.insert(at, pieces[random() % pieces.size()]);
        break;
      case 2:
        text.erase(at, 1 + random() % 8);
        break;
      case 3:
        text.insert(at, text.substr(random() % text.size(), random() % 40));
        break;
    }
  }
  return text;
}

}  // namespace

TEST_CASE("whatever is sent, each connection ends with answers or a close") {
  const unsigned seed = 4711;
  INFO("seed " << seed);
  std::mt19937 random{seed};
  echo_front server;
  for (int i = 0; i < 6000; ++i) {
    auto client = server.client();
    client.send(mutated(random));
    client.finish_sending();
    const auto rest = client.rest();
    REQUIRE(rest);
    REQUIRE((rest->empty() || rest->starts_with("HTTP/1.1 ")));
  }
  auto client = server.client();
  CHECK(client.ask(get("/still-here"))->status == 200);
}

TEST_CASE("how bytes are cut never changes what they mean") {
  const unsigned seed = 815;
  INFO("seed " << seed);
  std::mt19937 random{seed};
  const front_options limits;
  const auto outcome = [&](const std::string& bytes, std::size_t piece_max) {
    request_assembler assembler{limits, "here"};
    std::string seen;
    for (std::size_t at = 0; at < bytes.size();) {
      const auto size = std::min(1 + random() % piece_max, bytes.size() - at);
      assembler.append(std::string_view{bytes}.substr(at, size), {});
      at += size;
      for (auto next = assembler.advance(); next != request_assembler::step::more;
           next = assembler.advance()) {
        if (next == request_assembler::step::refused)
          return seen + std::to_string(assembler.why().status);
        if (next != request_assembler::step::whole) continue;
        const auto& got = assembler.current();
        seen.append(got.method).append(" ").append(got.target).append(" ").append(got.body) += '\n';
        assembler.finish({});
      }
    }
    return seen;
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto bytes = mutated(random);
    INFO(bytes);
    REQUIRE(outcome(bytes, bytes.size() + 1) == outcome(bytes, 3));
  }
}
