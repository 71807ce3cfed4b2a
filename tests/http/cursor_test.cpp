#include "http/cursor.hpp"

#include <catch2/catch_test_macros.hpp>

#include "http/problem.hpp"

using namespace smartfin;
using namespace smartfin::http;

namespace {

struct position {
  civil_date day;
  std::int64_t after = 0;
};
BOOST_DESCRIBE_STRUCT(position, (), (day, after))

cursor_sealer sealer(unsigned char fill) {
  cursor_sealer::key key;
  key.fill(fill);
  return cursor_sealer(key);
}

}  // namespace

TEST_CASE("a cursor opens to the position it was made from") {
  const auto cursors = sealer(1);
  const auto text = cursors.seal("listRows", position{*civil_date::parse("2026-02-28"), 12345});
  const auto back = cursors.open<position>("listRows", text);
  CHECK(back.day.to_string() == "2026-02-28");
  CHECK(back.after == 12345);
  CHECK(
      text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
      std::string::npos);
}

TEST_CASE("a cursor changed in any character is refused") {
  const auto cursors = sealer(1);
  const auto text = cursors.seal("listRows", position{{}, 7});
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_THROWS_AS(cursors.open<position>("listRows", changed), problem_error);
  }
  for (const std::string& cut : {std::string(), text.substr(1), text.substr(0, text.size() - 1),
                                 text + "A", text + "=", std::string(4096, 'A'), std::string("%%")})
    CHECK_THROWS_AS(cursors.open<position>("listRows", cut), problem_error);
}

TEST_CASE("a cursor fits neither another list nor another deployment") {
  const auto text = sealer(1).seal("listRows", position{{}, 7});
  CHECK_THROWS_AS(sealer(1).open<position>("listOthers", text), problem_error);
  CHECK_THROWS_AS(sealer(2).open<position>("listRows", text), problem_error);
}
