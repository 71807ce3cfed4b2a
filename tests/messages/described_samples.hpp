#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "messages/call_context.hpp"
#include "messages/json.hpp"

namespace smartfin::samples {

enum class colour : std::uint8_t { red = 1, green = 7 };
BOOST_DESCRIBE_ENUM(colour, red, green)

struct line {
  money amount;
  std::string note;
  friend bool operator==(const line&, const line&) = default;
};
BOOST_DESCRIBE_STRUCT(line, (), (amount, note))

struct everything {
  call_context ctx;
  bool flag = false;
  std::int64_t whole = 0;
  std::uint8_t small = 0;
  std::uint64_t large = 0;
  double real = 0;
  std::string text;
  money amount;
  currency unit;
  civil_date day;
  civil_month month;
  instant at{};
  account_id account;
  std::chrono::seconds wait_s{};
  colour paint = colour::red;
  std::optional<std::int64_t> maybe;
  patch<std::string> change;
  std::vector<line> lines;
  std::vector<std::optional<std::int64_t>> holes;
  std::map<std::string, money> totals;
  std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(everything, (),
                      (ctx, flag, whole, small, large, real, text, amount, unit, day, month, at,
                       account, wait_s, paint, maybe, change, lines, holes, totals, words))

struct credentials {
  std::string email;
  secret password;
};
BOOST_DESCRIBE_STRUCT(credentials, (), (email, password))

struct with_default {
  std::string name;
  bool closed = true;
};
BOOST_DESCRIBE_STRUCT(with_default, (), (name, closed))

struct tree {
  std::string name;
  std::vector<tree> children;
};
BOOST_DESCRIBE_STRUCT(tree, (), (name, children))

struct nobody {};
BOOST_DESCRIBE_STRUCT(nobody, (), ())

}  // namespace smartfin::samples

template <>
inline constexpr std::array<std::string_view, 1>
    smartfin::json::defaulted_members<smartfin::samples::with_default>{"closed"};
