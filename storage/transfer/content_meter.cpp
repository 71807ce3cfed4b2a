#include "storage/transfer/content_meter.hpp"

#include <array>

namespace smartfin {

content_meter::content_meter(const service_shape& shape) : hashes_(shape.tables.size()) {
  for (const auto& table : shape.tables) tables_.push_back({table.name, 0, {}, 0});
  for (auto& hash : hashes_) crypto_generichash_init(&hash, nullptr, 0, crypto_generichash_BYTES);
}

void content_meter::take(const row_block& block) {
  tables_.at(block.table).rows += block.rows;
  crypto_generichash_update(&hashes_.at(block.table),
                            reinterpret_cast<const unsigned char*>(block.bytes.data()),
                            block.bytes.size());
}

void content_meter::take_counter(std::size_t table, std::int64_t value) {
  tables_.at(table).counter = value;
}

std::vector<table_content> content_meter::end() {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash_final(&hashes_[i], hash.data(), hash.size());
    std::array<char, 2 * hash.size() + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    tables_[i].hash = hex.data();
  }
  return std::move(tables_);
}

std::uint64_t rows_of(const std::vector<table_content>& tables) {
  std::uint64_t rows = 0;
  for (const auto& table : tables) rows += table.rows;
  return rows;
}

}  // namespace smartfin
