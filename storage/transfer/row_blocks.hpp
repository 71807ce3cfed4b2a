#pragma once

#include <cstdint>
#include <string>

#include "storage/transfer/data_view.hpp"
#include "storage/transfer/service_shape.hpp"

namespace smartfin {

/// Some rows of one table, packed.
struct row_block {
  std::size_t table = 0;  ///< its place in the service's shape
  std::uint32_t rows = 0;
  bool may_commit = false;  ///< whether what came until now stands by itself
  std::string bytes;
};

/// Takes a service's rows, in the order in which they can be stored with every guard on.
class row_taker {
public:
  virtual ~row_taker() = default;
  virtual void take(const row_block& block) = 0;
  /// After all rows: the highest id that the table's counter may have given.
  virtual void take_counter(std::size_t table, std::int64_t value) = 0;
};

/// Reads all of a service's data, in constant memory; the same data give the same rows in the same order whatever
/// database they lie in. Throws storage_failure.
void read_rows(data_view& view, const service_shape& shape, row_taker& to);

/// What came to two takers.
class row_fork final : public row_taker {
public:
  row_fork(row_taker& first, row_taker& second) : first_(first), second_(second) {}
  void take(const row_block& block) override {
    first_.take(block);
    second_.take(block);
  }
  void take_counter(std::size_t table, std::int64_t value) override {
    first_.take_counter(table, value);
    second_.take_counter(table, value);
  }

private:
  row_taker& first_;
  row_taker& second_;
};

}  // namespace smartfin
