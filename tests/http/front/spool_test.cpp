#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <random>
#include <stdexcept>

#include "tests/http/front/front_fixture.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin;
using namespace smartfin::http;
using smartfin::test::raw_client;
using namespace std::chrono_literals;

namespace {

/// A disk in memory that counts its files and may be full.
class counted_disk {
public:
  std::shared_ptr<scratch_file> open() {
    if (files >= files_max) throw no_room{"no more files"};
    return std::make_shared<file>(*this);
  }
  std::atomic<std::size_t> files{0}, bytes{0};
  std::size_t files_max = 1'000'000, bytes_max = 1u << 30;

private:
  class file final : public scratch_file {
  public:
    explicit file(counted_disk& disk) : disk_(disk) { ++disk_.files; }
    ~file() override {
      disk_.bytes -= held_.size();
      --disk_.files;
    }
    std::uint64_t size() const override { return held_.size(); }
    std::size_t read(std::uint64_t at, std::span<char> to) const override {
      return held_.read(at, to);
    }
    void append(std::string_view more) override {
      if (disk_.bytes + more.size() > disk_.bytes_max) throw no_room{"the disk is full"};
      disk_.bytes += more.size();
      held_.append(more);
    }

  private:
    counted_disk& disk_;
    memory_scratch held_;
  };
};

constexpr std::size_t small = 4'096;  // what stays in memory

/// Answers "/files" and "/memory" with where the body was and the body itself; only the first takes files.
class spool_front {
public:
  explicit spool_front(front_options options = {})
      : front(with_disk(std::move(options)),
              [](const request& asked, response& answer) { serve(asked, answer); }) {
    if (const auto started = front.start(); !started) throw std::runtime_error{started.error()};
  }
  raw_client client() const { return raw_client{front.port()}; }
  bool eventually(const std::function<bool()>& happened) const {
    return smartfin::test::eventually(happened, 20s);
  }

  counted_disk disk;
  readiness_front front;

private:
  front_options with_disk(front_options options) {
    options.body_bytes_max = 16 << 20;
    options.open_spool = [this] { return disk.open(); };
    options.takes_files = [](std::string_view method, std::string_view path) {
      return method == "POST" && path == "/files";
    };
    options.spool_bytes_min = small;
    return options;
  }
  static void serve(const request& asked, response& answer) {
    answer.content_type = "application/octet-stream";
    answer.body = asked.file ? "file:" : "memory:";
    answer.body += asked.body;
    if (!asked.file) return;
    std::string all(static_cast<std::size_t>(asked.file->size()), '\0');
    all.resize(asked.file->read(0, all));
    answer.body += all;
  }
};

std::string random_bytes(std::size_t size, std::mt19937& random) {
  std::string bytes(size, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

std::string head_of(std::string_view path, std::size_t size) {
  return "POST " + std::string{path} +
         " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

std::string with_length(std::string_view path, std::string_view body) {
  return head_of(path, body.size()) + std::string{body};
}

std::string in_chunks(std::string_view path, std::string_view body, std::mt19937& random) {
  auto text =
      "POST " + std::string{path} + " HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
  while (!body.empty()) {
    const auto part = body.substr(0, 1 + random() % 100'000);
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", part.size());
    text.append(size).append(part).append("\r\n");
    body.remove_prefix(part.size());
  }
  return text + "0\r\n\r\n";
}

}  // namespace

TEST_CASE("a large body of a route that takes files reaches it byte for byte in a file") {
  const unsigned seed = 20'261'122;
  CAPTURE(seed);
  std::mt19937 random{seed};
  spool_front server;
  auto client = server.client();
  for (const std::size_t size :
       {std::size_t{1}, small, small + 1, std::size_t{262'143}, std::size_t{262'144},
        std::size_t{262'145}, std::size_t{3'000'000}}) {
    CAPTURE(size);
    const auto body = random_bytes(size, random);
    const auto expected = (size > small ? "file:" : "memory:") + body;
    // The next request follows at once: nothing of it belongs to the body.
    REQUIRE(client.send(with_length("/files", body) + in_chunks("/files", body, random) +
                        with_length("/memory", body)));
    CHECK((client.reply()->body == expected));
    CHECK((client.reply()->body == expected));
    CHECK((client.reply()->body == "memory:" + body));
  }
  CHECK(server.eventually([&] { return server.disk.files == 0; }));
}

TEST_CASE("what arrives of a file is held on the disk and not in memory") {
  spool_front server;
  auto client = server.client();
  const std::string body(12 << 20, 'f');
  REQUIRE(client.send(head_of("/files", body.size()) + body.substr(0, 11 << 20)));
  CHECK(server.eventually([&] { return server.disk.bytes > 10u << 20; }));
  CHECK(server.front.statistics().input_memory < 2u << 20);
  CHECK((client.ask(body.substr(11 << 20))->body == "file:" + body));
}

TEST_CASE("many files arrive at once, interleaved, each whole") {
  const unsigned seed = 11;
  CAPTURE(seed);
  std::mt19937 random{seed};
  front_options options;
  options.workers = 3;
  spool_front server{options};
  std::vector<raw_client> clients;
  std::vector<std::string> bodies;
  for (int i = 0; i < 24; ++i) {
    clients.push_back(server.client());
    bodies.push_back(random_bytes(600'000 + random() % 300'000, random));
    REQUIRE(clients.back().send(head_of("/files", bodies.back().size())));
  }
  for (std::size_t part = 0; part < 10; ++part)
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const auto size = bodies[i].size() / 10;
      REQUIRE(clients[i].send(
          std::string_view{bodies[i]}.substr(part * size, part == 9 ? std::string::npos : size)));
    }
  for (std::size_t i = 0; i < clients.size(); ++i)
    CHECK((clients[i].reply()->body == "file:" + bodies[i]));
}

TEST_CASE("a file larger than its route takes is refused, said beforehand or not") {
  std::mt19937 random{3};
  front_options options;
  options.body_limit_of = [](std::string_view, std::string_view) { return std::size_t{1} << 20; };
  spool_front server{options};
  CHECK(server.client().ask(head_of("/files", (1 << 20) + 1))->status == 413);
  auto client = server.client();
  client.send(in_chunks("/files", std::string(2 << 20, 'x'), random));
  CHECK(client.reply()->status == 413);
  CHECK(server.eventually([&] { return server.disk.files == 0; }));
}

TEST_CASE("a full disk refuses the file and harms nobody else") {
  spool_front server;
  const bool no_files = GENERATE(true, false);
  if (no_files)
    server.disk.files_max = 0;
  else
    server.disk.bytes_max = 1 << 20;
  auto other = server.client();
  auto client = server.client();
  client.send(with_length("/files", std::string(4 << 20, 'x')));
  CHECK(client.reply()->status == 507);
  CHECK(server.front.statistics().refused_for(refusal_reason::no_room) == 1);
  CHECK(other.ask(with_length("/files", "short"))->body == "memory:short");
  CHECK(server.eventually([&] { return server.disk.files == 0 && server.disk.bytes == 0; }));
  server.disk.files_max = 10;
  CHECK((other.ask(with_length("/files", std::string(900'000, 'y')))->status == 200));
}

TEST_CASE("a file may take longer than any other body while it arrives at the lowest rate") {
  front_options options;
  options.request_time_max = 20ms;
  options.body_time_max = 20ms;
  options.transfer_rate_min = 1;
  spool_front server{options};
  auto file = server.client(), memory = server.client();
  const std::string body(1 << 20, 'b');
  REQUIRE(file.send(head_of("/files", body.size()) + body.substr(0, 600'000)));
  REQUIRE(server.eventually([&] { return server.disk.bytes > 0; }));
  REQUIRE(memory.send(head_of("/memory", body.size()) + body.substr(0, 600'000)));
  CHECK(memory.reply()->status == 408);
  CHECK((file.ask(body.substr(600'000))->body == "file:" + body));
}

TEST_CASE("a file that stops arriving is given up") {
  front_options options;
  options.request_time_max = 20ms;
  options.transfer_rate_min = 1u << 30;
  spool_front server{options};
  auto client = server.client();
  client.send(head_of("/files", 4 << 20) + std::string(1 << 20, 'b'));
  CHECK(client.reply()->status == 408);
  CHECK(server.eventually([&] { return server.disk.files == 0; }));
}

TEST_CASE("clients that go away in the midst of a file leave nothing on the disk") {
  spool_front server;
  for (int i = 0; i < 20; ++i) {
    auto client = server.client();
    client.send(head_of("/files", 4 << 20) + std::string(1 << 20, 'b'));
    if (i % 2 == 0) {
      CHECK(server.eventually([&] { return server.disk.bytes > 0; }));
      client.reset();
    }
  }
  CHECK(server.eventually([&] { return server.disk.files == 0 && server.disk.bytes == 0; }));
}

TEST_CASE("a file of somebody who is not admitted is refused before any of it is written") {
  front_options options;
  options.admits_file = [](const request& head) { return head.header("Pass") == "yes"; };
  spool_front server{options};
  const std::string body(1 << 20, 'b');
  auto stranger = server.client();
  stranger.send(with_length("/files", body));
  CHECK(stranger.reply()->status == 401);
  CHECK(server.front.statistics().refused_for(refusal_reason::not_admitted) == 1);
  CHECK(server.disk.bytes == 0);
  auto guest = server.client();
  const auto head = "POST /files HTTP/1.1\r\nHost: test\r\nPass: yes\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n\r\n";
  CHECK((guest.ask(head + body)->body == "file:" + body));
}

TEST_CASE("a front that stops in the midst of a file lets it go") {
  front_options options;
  options.drain_time_max = 20ms;
  spool_front server{options};
  auto client = server.client();
  client.send(head_of("/files", 4 << 20) + std::string(1 << 20, 'b'));
  CHECK(server.eventually([&] { return server.disk.bytes > 0; }));
  server.front.stop();
  CHECK(server.eventually([&] { return server.disk.files == 0; }));
}
