#include "storage/backup/member_stream.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "storage/backup/backup_refusal.hpp"
#include "storage/transfer/packed_rows.hpp"

namespace smartfin {
namespace {

namespace json = boost::json;

constexpr std::size_t head_bytes_max = 1 << 20;
/// No row is as long as that; a block is little longer than its longest.
constexpr std::size_t block_bytes_max = 1 << 28;

constexpr char rows_mark = 'r', counter_mark = 'c';
constexpr std::size_t rows_head = 1 + 1 + 2 + 4 + 4;  // mark, may commit, table, rows, bytes
constexpr std::size_t counter_size = 1 + 2 + 8;       // mark, table, value

[[noreturn]] void refuse(const char* why) {
  throw backup_refusal{backup_errc::damaged, std::string{"the backup cannot be used: "} + why};
}

byte_view bytes_of(std::string_view text) {
  return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

member_head head_of(std::string_view text) {
  member_head head;
  try {
    const auto document = json::parse({text.data(), text.size()});
    head.name = document.at("name").as_string();
    if (const auto* schema = document.as_object().if_contains("schema")) {
      head.schema = schema->to_number<int>();
      head.definition = document.at("definition").as_string();
      for (const auto& table : document.at("tables").as_array())
        head.tables.emplace_back(table.as_string());
    }
  } catch (const std::exception&) {
    refuse("a part of it does not say what it is");
  }
  return head;
}

}  // namespace

void put_head(archive_writer& to, const member_head& head) {
  json::object document{{"name", head.name}};
  if (head.schema) {
    document["schema"] = *head.schema;
    document["definition"] = head.definition;
    document["tables"] = json::array(head.tables.begin(), head.tables.end());
  }
  const auto text = json::serialize(document);
  std::string bytes;
  put_number(bytes, text.size(), 4);
  to.put(bytes_of(bytes + text));
}

row_member_writer::row_member_writer(archive_writer& to, const service_shape& shape) : to_(to) {
  member_head head{shape.service + ".rows", shape.schema, shape.definition, {}};
  for (const auto& table : shape.tables) head.tables.push_back(table.name);
  put_head(to_, head);
}

void row_member_writer::take(const row_block& block) {
  if (block.bytes.size() > block_bytes_max)
    throw backup_refusal{backup_errc::unusable, "a row is too long for a backup"};
  std::string head{rows_mark, block.may_commit ? '\1' : '\0'};
  put_number(head, block.table, 2);
  put_number(head, block.rows, 4);
  put_number(head, block.bytes.size(), 4);
  to_.put(bytes_of(head));
  to_.put(bytes_of(block.bytes));
  rows_ += block.rows;
}

void row_member_writer::take_counter(std::size_t table, std::int64_t value) {
  std::string bytes{counter_mark};
  put_number(bytes, table, 2);
  put_number(bytes, static_cast<std::uint64_t>(value), 8);
  to_.put(bytes_of(bytes));
}

void member_reader::add(byte_view piece) {
  if (headed_ && !head_.schema) return to_.take_bytes(piece);
  bytes_.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  at_ = 0;
  while (cut()) {
  }
  bytes_.erase(0, at_);
}

const member_head& member_reader::end() {
  if (!headed_ || !bytes_.empty()) refuse("a part of it ends too early");
  headed_ = false;
  to_.end();
  return head_;
}

bool member_reader::cut() {
  if (!headed_) return cut_head();
  if (left().empty()) return false;
  if (head_.schema) return left().front() == rows_mark ? cut_rows() : cut_counter();
  to_.take_bytes(bytes_of(left()));
  at_ = bytes_.size();
  return false;
}

bool member_reader::cut_head() {
  if (left().size() < 4) return false;
  const auto length = number_of(left().substr(0, 4));
  if (length > head_bytes_max) refuse("a part of it does not say what it is");
  if (left().size() < 4 + length) return false;
  head_ = head_of(left().substr(4, length));
  at_ += 4 + length;
  headed_ = true;
  to_.begin(head_);
  return true;
}

bool member_reader::cut_rows() {
  const auto head = left();
  if (head.size() < rows_head) return false;
  const auto length = number_of(head.substr(8, 4));
  if (length > block_bytes_max) refuse("a block of rows is too long");
  if (head.size() < rows_head + length) return false;
  block_.may_commit = head[1] != '\0';
  block_.table = number_of(head.substr(2, 2));
  if (block_.table >= head_.tables.size()) refuse("rows are of no table");
  block_.rows = static_cast<std::uint32_t>(number_of(head.substr(4, 4)));
  block_.bytes = head.substr(rows_head, length);
  at_ += rows_head + length;
  if (auto* rows = to_.rows()) rows->take(block_);
  return true;
}

bool member_reader::cut_counter() {
  const auto bytes = left();
  if (bytes.front() != counter_mark) refuse("a part of it is neither rows nor a counter");
  if (bytes.size() < counter_size) return false;
  const auto table = number_of(bytes.substr(1, 2));
  if (table >= head_.tables.size()) refuse("a counter is of no table");
  const auto value = static_cast<std::int64_t>(number_of(bytes.substr(3, 8)));
  at_ += counter_size;
  if (auto* rows = to_.rows()) rows->take_counter(table, value);
  return true;
}

}  // namespace smartfin
