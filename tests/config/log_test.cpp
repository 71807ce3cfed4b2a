#include "config/log.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <sstream>
#include <thread>
#include <vector>

#include "domain/imports/utf8.hpp"

using namespace smartfin;
namespace json = boost::json;

namespace {

constexpr instant noon{std::chrono::sys_days{std::chrono::year{2026} / 2 / 28} +
                       std::chrono::hours{12}};

std::string line_of(std::string_view event, std::initializer_list<log_field> fields = {}) {
  return format_log_line(noon, log_level::info, event, {fields.begin(), fields.size()});
}

std::string text_at(const json::value& line, std::string_view key) {
  return std::string(line.at(key).as_string());
}

/// What a child process that runs `act` prints on standard output; fails unless it ends with 0.
template <class Act>
std::string printed_by_child(Act act) {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  std::fflush(nullptr);  // else the child prints what the test program has not yet
  const auto child = fork();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    act();
    _exit(0);
  }
  close(ends[1]);
  std::string printed;
  std::array<char, 4096> part;
  for (ssize_t got; (got = read(ends[0], part.data(), part.size())) > 0;)
    printed.append(part.data(), static_cast<std::size_t>(got));
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  return printed;
}

}  // namespace

TEST_CASE("a log line has time, level and event, then its fields in order") {
  CHECK(line_of("ready", {{"port", 8080}, {"host", "::1"}, {"demo", true}, {"load", 0.5}}) ==
        R"({"ts":"2026-02-28T12:00:00.000Z","level":"info","event":"ready",)"
        R"("port":8080,"host":"::1","demo":true,"load":0.5})");
}

TEST_CASE("every type of value is written so that JSON reads it back") {
  const std::string text = "a";
  const auto line = line_of("e", {{"min", std::numeric_limits<std::int64_t>::min()},
                                  {"max", std::numeric_limits<std::uint64_t>::max()},
                                  {"size", std::size_t{7}},
                                  {"text", text},
                                  {"view", std::string_view(text)},
                                  {"nan", std::numeric_limits<double>::quiet_NaN()},
                                  {"infinite", -std::numeric_limits<double>::infinity()},
                                  {"tiny", 5e-324},
                                  {"large", std::numeric_limits<double>::max()}});
  const auto read = json::parse(line);
  CHECK(read.at("min").as_int64() == std::numeric_limits<std::int64_t>::min());
  CHECK(read.at("max").as_uint64() == std::numeric_limits<std::uint64_t>::max());
  CHECK(read.at("size").as_int64() == 7);
  CHECK(text_at(read, "text") == "a");
  CHECK(text_at(read, "view") == "a");
  CHECK(read.at("nan").is_null());
  CHECK(read.at("infinite").is_null());
  CHECK(line.find(R"("tiny":5e-324)") != std::string::npos);
  CHECK(read.at("large").as_double() == std::numeric_limits<double>::max());
}

TEST_CASE("a hostile text can't break out of its log line") {
  const std::string hostile = "\"},\n{\"level\":\"error\"\r\t\\\0\x1b[31m\x7f\xc2\x9b\xe2\x80\xa8";
  const std::string with_nul("a\0b", 3);
  const auto line = line_of(hostile, {{hostile, hostile}, {"nul", with_nul}});
  CHECK(line.find_first_of("\n\r\x1b\x7f") == std::string::npos);
  CHECK(line.find("\xc2\x9b") == std::string::npos);
  const auto read = json::parse(line);
  CHECK(text_at(read, "level") == "info");
  CHECK(text_at(read, "event") == hostile);
  CHECK(text_at(read, hostile) == hostile);
  CHECK(text_at(read, "nul") == with_nul);
}

TEST_CASE("bytes that are not UTF-8 are replaced and the rest is kept") {
  for (const std::string_view broken : {"a\xFF", "a\xC3", "a\xC0\x80", "a\xED\xA0\x80",
                                        "a\xF4\x90\x80\x80", "a\x80z", "a\xE2\x82"}) {
    const auto line = line_of(broken);
    INFO(line);
    CHECK(is_valid_utf8(line));
    CHECK(text_at(json::parse(line), "event").starts_with("a\xEF\xBF\xBD"));
  }
  CHECK(text_at(json::parse(line_of("\xC3\xA9\xF0\x9F\x92\xB6")), "event") ==
        "\xC3\xA9\xF0\x9F\x92\xB6");
}

TEST_CASE("random bytes always give one valid JSON line") {
  constexpr unsigned seed = 20'260'228;
  CAPTURE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(random());
    const auto line = line_of("e", {{"v", bytes}});
    REQUIRE(is_valid_utf8(line));
    REQUIRE(line.find('\n') == std::string::npos);
    boost::system::error_code error;
    const auto read = json::parse(line, error);
    REQUIRE_FALSE(error);
    if (is_valid_utf8(bytes)) REQUIRE(text_at(read, "v") == bytes);
  }
}

TEST_CASE("a very long text is cut between two characters") {
  std::string text(8 * 1024 - 1, 'x');
  text += "\xC3\xA9";
  const auto line = line_of("e", {{"text", text}, {"after", 1}});
  const auto read = json::parse(line);
  CHECK(text_at(read, "text") == std::string(8 * 1024 - 1, 'x') + "\xE2\x80\xA6");
  CHECK(read.at("after").as_int64() == 1);
}

TEST_CASE("levels are read by the names they are written with and notice can't be chosen") {
  for (const auto level : {log_level::debug, log_level::info, log_level::warn, log_level::error})
    CHECK(parse_log_level(to_string(level)) == level);
  CHECK_FALSE(parse_log_level("notice"));
  CHECK_FALSE(parse_log_level("INFO"));
  CHECK_FALSE(parse_log_level(""));
}

TEST_CASE("log lines go to standard output, each by itself and from the chosen level on") {
  const auto printed = printed_by_child([] {
    log_line(log_level::debug, "left out");
    log_line(log_level::info, "ready", {{"port", 8080}});
    set_log_level(log_level::error);
    log_line(log_level::warn, "left out");
    log_line(log_level::error, "broken");
    log_line(log_level::notice, "stopped {} %v");
  });
  std::istringstream lines(printed);
  std::vector<std::string> events;
  for (std::string line; std::getline(lines, line);)
    events.push_back(text_at(json::parse(line), "event"));
  CHECK(events == std::vector<std::string>{"ready", "broken", "stopped {} %v"});
}

TEST_CASE("lines of many threads never mix") {
  const auto printed = printed_by_child([] {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
      threads.emplace_back([thread] {
        const std::string text(300, static_cast<char>('a' + thread));
        for (int round = 0; round < 200; ++round) log_line(log_level::info, text);
      });
  });
  std::istringstream lines(printed);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) REQUIRE(json::parse(line).is_object());
  CHECK(count == 800);
}

TEST_CASE("a reader who goes away does not end the process that logs") {
  printed_by_child([] {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) _exit(1);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    for (int line = 0; line < 100; ++line) log_line(log_level::info, std::string(9'000, 'x'));
  });
}

TEST_CASE("a log without standard output loses its lines and nothing else") {
  printed_by_child([] {
    close(STDOUT_FILENO);
    log_line(log_level::info, "lost");
    const int full = open("/dev/full", O_WRONLY);
    if (full != STDOUT_FILENO) _exit(full < 0 ? 0 : 1);
    for (int line = 0; line < 100; ++line) log_line(log_level::info, std::string(9'000, 'x'));
  });
}

TEST_CASE("a file opened after the closed standard streams were filled does not become the log") {
  printed_by_child([] {
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    fill_closed_standard_streams();
    const int opened = open("/dev/null", O_RDONLY);
    _exit(opened > STDERR_FILENO ? 0 : 1);
  });
}
