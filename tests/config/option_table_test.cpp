#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "config/option.hpp"
#include "config/setting_list.hpp"
#include "config/settings_file.hpp"

using namespace smartfin;

namespace {

template <class Visit>
void for_each_option(Visit visit) {
  for (const auto& section : option_table())
    for (const auto& each : section.options) visit(dotted_name(section, each), each);
}

/// A value that is allowed, kept apart from the default.
option_value other_value(const option& which) {
  auto value = which.read(settings{});
  if (auto* truth = std::get_if<bool>(&value)) *truth = !*truth;
  if (auto* number = std::get_if<std::int64_t>(&value))
    *number = *number == which.range.max ? which.range.min : which.range.max;
  if (auto* text = std::get_if<std::string>(&value)) *text = *text == "info" ? "warn" : "other";
  if (std::holds_alternative<std::string>(value))
    for (const char* url : {"postgresql://other.example/data", "rediss://other@other.example",
                            "s3://other?endpoint=https://other.example", "other.example:1"})
      if (!accepts(which, value)) value = std::string{url};
  if (std::holds_alternative<std::vector<std::string>>(value))
    for (const char* item : {"https://a.example", "https://a.example:1", "root@a.example", "file"})
      if (value == which.read(settings{}) || !accepts(which, value))
        value = std::vector<std::string>{item};
  return value;
}

std::string unit_by_suffix(std::string_view name) {
  if (name.ends_with("_ms")) return "milliseconds";
  if (name.ends_with("_s")) return "seconds";
  if (name.ends_with("_min")) return "minutes";
  if (name.ends_with("_h")) return "hours";
  if (name.ends_with("_bytes_max")) return "bytes";
  if (name.ends_with("_kib")) return "KiB";
  return "";
}

}  // namespace

TEST_CASE("every default is allowed by the option table") {
  for_each_option([](const std::string& name, const option& each) {
    INFO(name);
    CHECK(accepts(each, each.read(settings{})));
  });
}

TEST_CASE("every option reads back what was written and leaves the others alone") {
  for_each_option([](const std::string& name, const option& each) {
    INFO(name);
    settings changed;
    const auto value = other_value(each);
    REQUIRE(accepts(each, value));
    REQUIRE(value != each.read(settings{}));
    each.write(changed, value);
    CHECK(each.read(changed) == value);
    int differing = 0;
    for_each_option([&](const std::string&, const option& any) {
      differing += any.read(changed) != any.read(settings{});
    });
    CHECK(differing == 1);
  });
}

TEST_CASE("the name of an option ends in its unit") {
  for_each_option([](const std::string& name, const option& each) {
    INFO(name);
    const auto unit = unit_by_suffix(name);
    const std::set<std::string_view> timed{"milliseconds", "seconds", "minutes",
                                           "hours",        "bytes",   "KiB"};
    if (!unit.empty() || timed.contains(each.range.unit)) CHECK(each.range.unit == unit);
  });
}

TEST_CASE("names are unique and every option explains itself in a sentence") {
  std::set<std::string> names;
  for_each_option([&](const std::string& name, const option& each) {
    INFO(name);
    CHECK(names.insert(name).second);
    CHECK(each.explanation.ends_with('.'));
  });
}

TEST_CASE("the ends of a range are allowed and what lies beyond is not") {
  for_each_option([](const std::string& name, const option& each) {
    if (!std::holds_alternative<std::int64_t>(each.read(settings{}))) return;
    INFO(name);
    CHECK(accepts(each, each.range.min));
    CHECK(accepts(each, each.range.max));
    CHECK_FALSE(accepts(each, each.range.min - 1));
    CHECK_FALSE(accepts(each, each.range.max + 1));
    settings changed;
    each.write(changed, each.range.max);
    CHECK(each.read(changed) == option_value(each.range.max));
  });
}

TEST_CASE("the options that are compared with each other exist and hold numbers") {
  for (const auto& order : option_orders()) {
    for (const auto dotted : {order.low, order.high}) {
      INFO(dotted);
      const auto dot = dotted.find('.');
      const auto* section = find_section(dotted.substr(0, dot));
      REQUIRE(section);
      const auto* found = find_option(*section, dotted.substr(dot + 1));
      REQUIRE(found);
      CHECK(std::holds_alternative<std::int64_t>(found->read(settings{})));
    }
  }
}

TEST_CASE("the example file in the repository is the one that the option table gives") {
  const std::filesystem::path path = "config/smartfin.example.toml";
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text != example_settings()) {
    const auto fresh = std::filesystem::temp_directory_path() / "smartfin.example.toml";
    std::ofstream(fresh, std::ios::binary) << example_settings();
    FAIL("config/smartfin.example.toml is out of date; copy " << fresh.string() << " over it");
  }
}

TEST_CASE("the example file names every option and reads as the defaults") {
  const auto read = parse_settings(example_settings(), "smartfin.example.toml");
  REQUIRE(read);
  for_each_option([&](const std::string& name, const option& each) {
    INFO(name);
    CHECK(each.read(*read) == each.read(settings{}));
    CHECK(example_settings().find("\n" + std::string(each.name) + " = ") != std::string::npos);
  });
}

TEST_CASE("a description lists values beside defaults and shows no secret") {
  settings shown;
  shown.http.port = 1;
  shown.http.cors_origins = {"https://a.example"};
  shown.security.master_key_file = "/somewhere/key";
  std::size_t found = 0;
  for (const auto& row : describe(shown)) {
    CHECK(row.value.find("somewhere") == std::string::npos);
    if (row.name == "http.port") {
      CHECK(row.value == "1");
      CHECK(row.default_value == "8080");
      CHECK(row.allowed == "a whole number from 0 to 65535");
      ++found;
    }
    if (row.name == "http.cors_origins") {
      CHECK(row.value == "[\"https://a.example\"]");
      CHECK(row.default_value == "[]");
      ++found;
    }
    if (row.name == "security.master_key_file") {
      CHECK(row.value == "(set)");
      CHECK(row.default_value == "(not set)");
      ++found;
    }
  }
  CHECK(found == 3);
}
