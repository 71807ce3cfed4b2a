#include "storage/transfer/packed_rows.hpp"

#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"

using namespace smartfin;

TEST_CASE("bytes that are no packed rows are refused") {
  std::string bytes;
  row_packer row{bytes};
  row.begin(3);
  row.add(std::int64_t{-2});
  row.add_null();
  row.add(std::string_view{"text"});
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    packed_fields fields{std::string_view{bytes}.substr(0, cut)};
    CHECK_THROWS_AS((fields.begin_row(), fields.next(), fields.next(), fields.next()),
                    storage_failure);
  }
  packed_fields fields{bytes};
  CHECK(fields.begin_row() == 3);
  CHECK(integer_of(fields.next()) == -2);
  CHECK_FALSE(fields.next());
  CHECK(fields.next() == "text");
  CHECK_FALSE(fields.begin_row());
}
