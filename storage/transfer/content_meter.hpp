#pragma once

#include <sodium.h>

#include <cstdint>
#include <string>
#include <vector>

#include "storage/transfer/row_blocks.hpp"

namespace smartfin {

struct table_content {
  std::string table;
  std::uint64_t rows = 0;
  std::string hash;  ///< BLAKE2b-256 of its rows, packed, in the order of their key; hexadecimal
  std::int64_t counter =
      0;  ///< the highest id that may have been given; 0 for a table without a counter

  friend bool operator==(const table_content&, const table_content&) = default;
};

/// Measures a service's data as they go by.
class content_meter final : public row_taker {
public:
  explicit content_meter(const service_shape& shape);

  void take(const row_block& block) override;
  void take_counter(std::size_t table, std::int64_t value) override;
  /// Once, after the last.
  std::vector<table_content> end();

private:
  std::vector<table_content> tables_;
  std::vector<crypto_generichash_state> hashes_;
};

std::uint64_t rows_of(const std::vector<table_content>& tables);

}  // namespace smartfin
