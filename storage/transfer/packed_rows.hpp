#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smartfin {

/// Rows as bytes, in one form for every database and for backups: that of PostgreSQL's binary COPY. A row is the number
/// of its fields (16 bits), then of each field the length in bytes (32 bits; -1 for NULL) and the bytes. Integers have
/// 64 bits; the most significant byte of every number comes first.
class row_packer {
public:
  explicit row_packer(std::string& to) : to_(to) {}

  void begin(std::size_t fields);
  void add_null();
  void add(std::int64_t value);
  void add(std::string_view bytes);

private:
  std::string& to_;
};

/// Reads packed rows one field after the other. Throws storage_failure where the bytes are no rows.
class packed_fields {
public:
  explicit packed_fields(std::string_view rows) : left_(rows) {}

  /// The number of the next row's fields; nothing when there is no further row.
  std::optional<std::size_t> begin_row();
  /// The next field; nothing for NULL. Valid as long as the rows are.
  std::optional<std::string_view> next();

private:
  std::string_view take(std::size_t size);

  std::string_view left_;
};

/// Throws storage_failure when the field has not 64 bits.
std::int64_t integer_of(std::optional<std::string_view> field);
/// An unsigned number, the most significant byte first.
std::uint64_t number_of(std::string_view bytes);
void put_number(std::string& to, std::uint64_t value, int bytes);

}  // namespace smartfin
