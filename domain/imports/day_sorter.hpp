#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/byte_source.hpp"
#include "domain/imports/statement.hpp"

namespace smartfin {

/// How much memory a sort may use, in bytes: for the rows of one run, and for reading all runs at once.
struct sort_memory {
  std::size_t run_bytes = 4 << 20;
  std::size_t merge_bytes = 8 << 20;
};

/// Brings any number of rows into the order of their days, rows of one day as they came: sorted runs in a scratch file,
/// which are merged (Knuth, The Art of Computer Programming, volume 3, 5.4). First every `add`, then every `next`.
/// Throws what the scratch file throws.
class day_sorter {
public:
  /// `scratch` is empty and outlives the sorter.
  explicit day_sorter(scratch_file& scratch, sort_memory memory = {});
  void add(const statement_row& row);
  /// The next row; nothing behind the last.
  std::optional<statement_row> next();
  std::size_t size() const { return size_; }

private:
  struct kept_row {
    std::int64_t day;
    std::size_t at;  // in pending_
    std::size_t bytes;
  };
  /// A sorted part of the scratch file on its way into memory.
  struct run {
    std::uint64_t at = 0, end = 0;  // what has not been read yet
    std::string buffer;
    std::size_t used = 0;
    std::optional<statement_row> first;
  };
  struct run_order {
    const std::vector<run>& runs;
    bool operator()(std::size_t a, std::size_t b) const;
  };

  void write_run();
  void start_merge();
  void advance(run& from);

  scratch_file& scratch_;
  sort_memory memory_;
  std::string pending_;
  std::vector<kept_row> rows_;
  std::vector<run> runs_;
  std::vector<std::size_t> heap_;  // runs that have a row left, the one with the first day in front
  bool merging_ = false;
  std::size_t size_ = 0;
};

}  // namespace smartfin
