#include "config/settings_file.hpp"

#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "config/setting_list.hpp"
#include "domain/imports/utf8.hpp"

using namespace smartfin;
using namespace std::chrono_literals;

namespace {

struct temporary_file {
  std::string path = (std::filesystem::temp_directory_path() /
                      ("smartfin-settings-" + std::to_string(getpid()) + ".toml"))
                         .string();
  explicit temporary_file(std::string_view text) { std::ofstream(path, std::ios::binary) << text; }
  ~temporary_file() { std::filesystem::remove(path); }
};

struct refusal_case {
  std::string_view text;
  std::string_view message;
};

std::string refusal_of(std::string_view text) {
  const auto read = parse_settings(text, "smartfin.toml");
  return read ? "taken\n" : to_text(read.error());
}

}  // namespace

TEST_CASE("an empty settings file keeps every default") {
  const auto read = parse_settings("", "smartfin.toml");
  REQUIRE(read);
  CHECK(read->http.port == 8080);
  CHECK(read->auth.refresh_lifetime == 720h);
  CHECK(read->log.level == "info");
}

TEST_CASE("a settings file changes what it names and nothing else") {
  const auto read = parse_settings(
      "[http]\n"
      "host = \"::\"\n"
      "port = 0\n"
      "compress = false\n"
      "cors_origins = [\"https://app.example.org\", \"http://localhost:5173\", "
      "\"http://[::1]:8\"]\n"
      "[auth]\n"
      "access_lifetime_s = 60\n"
      "refresh_lifetime_h = 24\n"
      "forget_after_min = 7\n"
      "[services]\n"
      "request_deadline_ms = 250\n"
      "[rates]\n"
      "read_per_minute = 0\n"
      "[faults]\n"
      "allowed = true\n",
      "smartfin.toml");
  REQUIRE(read);
  CHECK(read->http.host == "::");
  CHECK(read->http.port == 0);
  CHECK_FALSE(read->http.compress);
  CHECK(read->http.cors_origins == std::vector<std::string>{"https://app.example.org",
                                                            "http://localhost:5173",
                                                            "http://[::1]:8"});
  CHECK(read->auth.access_lifetime == 60s);
  CHECK(read->auth.refresh_lifetime == 24h);
  CHECK(read->auth.forget_after == 7min);
  CHECK(read->services.request_deadline == 250ms);
  CHECK(read->rates.read_per_minute == 0);
  CHECK(read->faults.allowed);
  CHECK(read->http.workers == settings{}.http.workers);
  CHECK(read->supervision.delay_max == 5s);
}

TEST_CASE(
    "a settings file with a fault is refused with the line, what was found and what is allowed") {
  const auto& [text, message] = GENERATE(
      refusal_case{"\n[http]\nport = 70000\n",
                   "smartfin.toml, line 3: http.port is 70000, but must be a whole number from 0 "
                   "to 65535.\n"},
      refusal_case{"http.port = -1\n",
                   "smartfin.toml, line 1: http.port is -1, but must be a whole number from 0 to "
                   "65535.\n"},
      refusal_case{"[http]\nport = \"80\"\n",
                   "smartfin.toml, line 2: http.port is the text \"80\", but must be a whole "
                   "number from 0 to 65535.\n"},
      refusal_case{"[http]\nworkers = 2.5\n",
                   "smartfin.toml, line 2: http.workers is the fraction 2.5, but must be a whole "
                   "number from 1 to 1024 (threads).\n"},
      refusal_case{"[http]\nidle_time_max_s = 10:00:00\n",
                   "smartfin.toml, line 2: http.idle_time_max_s is a date or time, but must be a "
                   "whole number from 1 to 86400 (seconds).\n"},
      refusal_case{"[http]\ncompress = 1\n",
                   "smartfin.toml, line 2: http.compress is 1, but must be true or false.\n"},
      refusal_case{"[http]\nhost = \"1.2.3.999\"\n",
                   "smartfin.toml, line 2: http.host is the text \"1.2.3.999\", but must be the "
                   "text of an IP address, IPv6 without brackets, or of a host name.\n"},
      refusal_case{"[http]\ncors_origins = [\"https://a.example\", \"*\"]\n",
                   "smartfin.toml, line 2: http.cors_origins is a list with the text \"*\", but "
                   "must be a list of which each is the text of an origin, such as "
                   "\"https://app.example.org\".\n"},
      refusal_case{"[http]\ncors_origins = [\"https://a.example/path\"]\n",
                   "smartfin.toml, line 2: http.cors_origins is a list with the text "
                   "\"https://a.example/path\", but must be a list of which each is the text of an "
                   "origin, such as \"https://app.example.org\".\n"},
      refusal_case{"[http]\ncors_origins = [1]\n",
                   "smartfin.toml, line 2: http.cors_origins is a list with 1, but must be a list "
                   "of which each is the text of an origin, such as "
                   "\"https://app.example.org\".\n"},
      refusal_case{"[http]\ncors_origins = \"https://a.example\"\n",
                   "smartfin.toml, line 2: http.cors_origins is the text \"https://a.example\", "
                   "but must be a list of which each is the text of an origin, such as "
                   "\"https://app.example.org\".\n"},
      refusal_case{"[log]\nlevel = \"loud\"\n",
                   "smartfin.toml, line 2: log.level is the text \"loud\", but must be one of "
                   "\"debug\", \"info\", \"warn\" and \"error\".\n"},
      refusal_case{"[node]\nname = \"two words\"\n",
                   "smartfin.toml, line 2: node.name is the text \"two words\", but must be a text "
                   "of 1 to 64 letters, digits, '-', '_' and '.'.\n"},
      refusal_case{"[security]\nmaster_key_file = \"a\\u0000b\"\n",
                   "smartfin.toml, line 2: security.master_key_file is the text \"a\\u0000b\", but "
                   "must be the text of a path, or empty.\n"},
      refusal_case{"[faults]\nenabled = true\n",
                   "smartfin.toml, line 2: faults.enabled is not an option; the options of faults "
                   "are allowed.\n"},
      refusal_case{"[faults]\n\"a b\\n\" = true\n",
                   "smartfin.toml, line 2: faults.\"a b\\n\" is not an option; the options of "
                   "faults are allowed.\n"},
      refusal_case{"log = 3\n", "smartfin.toml, line 1: log is 3, but must be a section, [log].\n"},
      refusal_case{"[[log]]\nlevel = \"info\"\n",
                   "smartfin.toml, line 1: log is a list, but must be a section, [log].\n"},
      refusal_case{"[supervision]\ndelay_max_ms = 5\n",
                   "smartfin.toml, line 2: supervision.delay_min_ms is 10, but must not be above "
                   "supervision.delay_max_ms, which is 5.\n"});
  CHECK(refusal_of(text) == message);
}

TEST_CASE("an option that was refused for itself is not compared with others") {
  CHECK(refusal_of("[supervision]\ndelay_min_ms = -1\ndelay_max_ms = 10\n") ==
        "smartfin.toml, line 2: supervision.delay_min_ms is -1, but must be a whole number from 0 "
        "to 3600000 (milliseconds).\n");
}

TEST_CASE("an unknown section is refused with the names of those that exist") {
  const auto message = refusal_of("[htpt]\nport = 1\n");
  CHECK(
      message.starts_with("smartfin.toml, line 1: htpt is not a section; the sections are node, "
                          "http, rates, "));
  CHECK(refusal_of("port = 1\n").starts_with("smartfin.toml, line 1: port is not an option; "));
}

TEST_CASE("all faults of a settings file are reported at once, in the order of its lines") {
  const auto read = parse_settings(
      "[supervision]\nintensity = -1\n[auth]\nhashers = \"two\"\n[http]\nprot = 1\nport = -1\n",
      "smartfin.toml");
  REQUIRE_FALSE(read);
  std::vector<std::pair<int, std::string>> found;
  for (const auto& problem : read.error().problems)
    found.emplace_back(problem.line, problem.option);
  CHECK(found ==
        std::vector<std::pair<int, std::string>>{
            {2, "supervision.intensity"}, {4, "auth.hashers"}, {6, "http.prot"}, {7, "http.port"}});
}

TEST_CASE("a file that is not TOML is refused with the line of its first fault") {
  const auto text =
      GENERATE(std::string_view("[http]\nport = \n"), "[http]\nport = 1\nport", "[http]\n[http",
               "[http]\nhost = \"\xFF\"\n", "[http]\nport = 99999999999999999999\n");
  const auto read = parse_settings(text, "smartfin.toml");
  REQUIRE_FALSE(read);
  REQUIRE(read.error().problems.size() == 1);
  CHECK(read.error().problems[0].line >= 2);
  CHECK(read.error().problems[0].sentence.starts_with("This is not TOML: "));
}

TEST_CASE("an option given twice is refused") {
  CHECK(refusal_of("[http]\nport = 1\nport = 2\n").find("line 3: This is not TOML") !=
        std::string::npos);
}

TEST_CASE("settings are read from a file") {
  const temporary_file file("[http]\nport = 9\n");
  const auto read = read_settings(file.path);
  REQUIRE(read);
  CHECK(read->http.port == 9);
}

TEST_CASE("a settings file that can't be read is refused with the reason of the system") {
  const auto missing = read_settings("/nowhere/smartfin.toml");
  REQUIRE_FALSE(missing);
  CHECK(to_text(missing.error()) ==
        "/nowhere/smartfin.toml: The settings file can't be opened: No such file or directory.\n");
  const auto folder = read_settings("/");
  REQUIRE_FALSE(folder);
  CHECK(to_text(folder.error()) == "/: The settings file can't be read: Is a directory.\n");
}

TEST_CASE("a settings file of more than 1 MiB is refused unread") {
  const temporary_file file(std::string((1 << 20) + 1, '#'));
  const auto read = read_settings(file.path);
  REQUIRE_FALSE(read);
  CHECK(read.error().problems[0].sentence ==
        "The settings file is longer than 1 MiB, which no settings file is.");
}

TEST_CASE("a mangled settings file is taken or refused with a line and never more than that") {
  constexpr unsigned seed = 20'261'122;
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto sound = example_settings();
  for (int round = 0; round < 300; ++round) {
    auto text = sound;
    for (auto faults = 1 + random() % 4; faults > 0; --faults) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 20);
          break;
        default:
          text.insert(at, sound, random() % sound.size(), random() % 20);
          break;
      }
    }
    const auto read = parse_settings(text, "f");
    if (read) continue;
    REQUIRE_FALSE(read.error().problems.empty());
    for (const auto& problem : read.error().problems) {
      INFO(to_text(read.error()));
      REQUIRE(problem.line > 0);
      REQUIRE(is_valid_utf8(problem.sentence));
      REQUIRE(problem.sentence.find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("a line that is too long to be an option is refused before it is parsed") {
  CHECK(refusal_of("[http]\nport = 1 #" + std::string(8 * 1024, '-')) ==
        "smartfin.toml, line 2: This line is longer than 8 KiB, which no option needs.\n");
}

TEST_CASE("a key of as many parts as a line holds is refused like any other") {
  std::string text = "http";
  while (text.size() < 8'000) text += ".a";
  const auto message = refusal_of(text + " = 1\n");
  CHECK(message.starts_with("smartfin.toml, line 1: http.a is not an option; "));
}
