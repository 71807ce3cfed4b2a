#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/backup/archive.hpp"
#include "storage/transfer/row_blocks.hpp"

namespace smartfin {

/// What stands at the beginning of every member of a backup, as JSON behind its length.
struct member_head {
  std::string name;                 ///< a path below the data folder, with '/' between folders
  std::optional<int> schema;        ///< of a service's rows
  std::string definition;           ///< service_shape::definition
  std::vector<std::string> tables;  ///< by the numbers that its blocks call them by
};

void put_head(archive_writer& to, const member_head& head);

/// Writes a service's rows into a member of an archive.
class row_member_writer final : public row_taker {
public:
  row_member_writer(archive_writer& to, const service_shape& shape);
  void take(const row_block& block) override;
  void take_counter(std::size_t table, std::int64_t value) override;
  std::uint64_t rows() const { return rows_; }

private:
  archive_writer& to_;
  std::uint64_t rows_ = 0;
};

/// What comes out of members; by default it is looked at and forgotten.
class member_taker {
public:
  virtual ~member_taker() = default;
  virtual void begin(const member_head&) {}
  /// Of a member without a schema.
  virtual void take_bytes(byte_view) {}
  /// Where the rows of this member go; nothing: nowhere.
  virtual row_taker* rows() { return nullptr; }
  virtual void end() {}
};

/// Cuts one member after the other into what was put in, from pieces of any length. Memory does not grow with them.
/// Throws backup_refusal (damaged).
class member_reader {
public:
  explicit member_reader(member_taker& to) : to_(to) {}
  void add(byte_view piece);
  /// The member's end, where nothing may be missing.
  const member_head& end();

private:
  bool cut();
  bool cut_head();
  bool cut_rows();
  bool cut_counter();
  std::string_view left() const { return std::string_view{bytes_}.substr(at_); }

  member_taker& to_;
  member_head head_;
  bool headed_ = false;
  std::string bytes_;
  std::size_t at_ = 0;
  row_block block_;
};

}  // namespace smartfin
