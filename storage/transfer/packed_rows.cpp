#include "storage/transfer/packed_rows.hpp"

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr std::uint32_t null_length = 0xffff'ffff;

[[noreturn]] void refuse() { throw storage_failure{"packed rows cannot be read"}; }

}  // namespace

void put_number(std::string& to, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    to += static_cast<char>(value >> shift & 0xff);
}

std::uint64_t number_of(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

std::int64_t integer_of(std::optional<std::string_view> field) {
  if (!field || field->size() != 8) refuse();
  return static_cast<std::int64_t>(number_of(*field));
}

void row_packer::begin(std::size_t fields) { put_number(to_, fields, 2); }
void row_packer::add_null() { put_number(to_, null_length, 4); }
void row_packer::add(std::int64_t value) {
  put_number(to_, 8, 4);
  put_number(to_, static_cast<std::uint64_t>(value), 8);
}
void row_packer::add(std::string_view bytes) {
  put_number(to_, bytes.size(), 4);
  to_.append(bytes);
}

std::string_view packed_fields::take(std::size_t size) {
  if (left_.size() < size) refuse();
  const auto taken = left_.substr(0, size);
  left_.remove_prefix(size);
  return taken;
}

std::optional<std::size_t> packed_fields::begin_row() {
  if (left_.empty()) return std::nullopt;
  return number_of(take(2));
}

std::optional<std::string_view> packed_fields::next() {
  const auto length = number_of(take(4));
  if (length == null_length) return std::nullopt;
  return take(length);
}

}  // namespace smartfin
