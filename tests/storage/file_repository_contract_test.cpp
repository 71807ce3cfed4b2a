#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/file/memory_file_repository.hpp"
#include "storage/storage_failure.hpp"
#include "tests/storage/store_forms.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

struct file_store {
  using repository = file_repository;
  using state = memory_file_state;
  static auto migrations() { return file_migrations(); }
  static auto in_memory(state& rows) { return make_memory_file_repository(rows); }
  static auto in_sql(sql_session& session) { return make_sql_file_repository(session); }
};

instant at_second(std::int64_t second) { return instant{std::chrono::seconds{second}}; }

constexpr user_id ann{1}, bob{2};

/// A file of ann's on a content that must be there.
file_row add_file_on(file_repository& rows, const std::string& object) {
  const file_row row{rows.next_id(), ann, "sealed", "text/plain", object, 0, {}, at_second(9)};
  CHECK(rows.link(object));
  rows.add(row);
  return row;
}

}  // namespace

TEMPLATE_TEST_CASE("files are their user's only, newest first, with what their contents are",
                   "[file]", memory_form<file_store>, sqlite_form<file_store>,
                   postgres_form<file_store>) {
  TestType store;
  auto& rows = store.rows();
  rows.add_content({"ab/1", ann, "tag", 40, at_second(1)});
  const auto first = add_file_on(rows, "ab/1");
  const auto second = add_file_on(rows, "ab/1");
  CHECK(first.id.value < second.id.value);
  expect_failure(store, [&] {
    rows.add({file_id{99}, ann, "sealed", "text/plain", "ab/none", 0, {}, at_second(9)});
  });

  store.restart();
  const auto found = store.rows().find(ann, first.id);
  REQUIRE(found);
  CHECK(found->name == "sealed");
  CHECK(found->media_type == "text/plain");
  CHECK(found->object == "ab/1");
  CHECK(found->size == 40);
  CHECK(found->content_tag == "tag");
  CHECK(found->created_at == at_second(9));
  CHECK_FALSE(store.rows().find(bob, first.id));
  store.rows().remove(bob, first.id);
  const auto page = store.rows().list(ann, 1'000, 10);
  REQUIRE(page.size() == 2);
  CHECK(page.front().id == second.id);
  CHECK(store.rows().list(ann, second.id.value, 10).size() == 1);
  CHECK(store.rows().list(ann, 1'000, 1).size() == 1);
  CHECK(store.rows().list(bob, 1'000, 10).empty());
  store.rows().remove(ann, second.id);
  CHECK(store.rows().next_id().value > second.id.value);
}

TEMPLATE_TEST_CASE("a content counts once, for as long as a file has it", "[file]",
                   memory_form<file_store>, sqlite_form<file_store>, postgres_form<file_store>) {
  TestType store;
  auto& rows = store.rows();
  rows.add_content({"ab/1", ann, "tag", 40, at_second(1)});
  rows.add_content({"ab/2", bob, "tag", 50, at_second(1)});
  CHECK_FALSE(rows.find_content(ann, "tag"));
  CHECK(rows.bytes_used(ann) == 0);
  CHECK(rows.link("ab/1"));
  CHECK(rows.link("ab/1"));
  CHECK_FALSE(rows.link("ab/none"));
  CHECK(rows.find_content(ann, "tag")->object == "ab/1");
  CHECK(rows.find_object("ab/2")->user == bob);
  CHECK_FALSE(rows.find_object("ab/none"));
  CHECK(rows.bytes_used(ann) == 40);
  rows.unlink("ab/1", at_second(2));
  CHECK(rows.bytes_used(ann) == 40);
  rows.unlink("ab/1", at_second(3));
  CHECK(rows.bytes_used(ann) == 0);
  expect_failure(store, [&] { rows.unlink("ab/1", at_second(4)); });
  expect_failure(store, [&] { rows.add_content({"ab/1", ann, "again", 1, at_second(1)}); });
}

TEMPLATE_TEST_CASE("what was given up is never linked again, and named until it is forgotten",
                   "[file]", memory_form<file_store>, sqlite_form<file_store>,
                   postgres_form<file_store>) {
  TestType store;
  auto& rows = store.rows();
  for (const char* object : {"ab/1", "ab/2", "ab/3", "ab/4"})
    rows.add_content({object, ann, object, 1, at_second(object[3] - '0')});
  CHECK(rows.link("ab/1"));
  using names = std::vector<std::string>;
  CHECK(rows.give_up(at_second(2), 10) == names{});
  CHECK(rows.give_up(at_second(4), 1) == names{"ab/2"});
  CHECK_FALSE(rows.link("ab/2"));
  CHECK_FALSE(rows.link("ab/3"));
  CHECK(rows.link("ab/4"));
  store.restart();
  auto& later = store.rows();
  CHECK(later.give_up(at_second(0), 10) == names{"ab/2", "ab/3"});
  later.forget("ab/2");
  later.forget("ab/1");
  later.forget("ab/4");
  CHECK(later.give_up(at_second(100), 10) == names{"ab/3"});
  CHECK(later.bytes_used(ann) == 2);
}
