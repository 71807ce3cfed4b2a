#pragma once

#include <memory>
#include <string>

#include "storage/transfer/content_meter.hpp"
#include "storage/transfer/data_loader.hpp"
#include "storage/transfer/data_place.hpp"

namespace smartfin {

/// A place that gets data, and is of no use before all of them are there: a death at any moment leaves it without its
/// name, or marked so that no node starts on it.
class data_target {
public:
  virtual ~data_target() = default;

  /// Once for each service.
  virtual std::unique_ptr<data_loader> load(const service_shape& shape) = 0;
  /// A service's database, to look at what was loaded.
  virtual service_database database(const std::string& service) const = 0;
  virtual std::unique_ptr<data_view> view(const std::string& service) const = 0;
  /// The data folder, where contents of files go; empty when PostgreSQL is filled without one.
  virtual std::filesystem::path folder() const = 0;
  /// The last step: from here on the data can be used.
  virtual void finish(const std::string& key_check) = 0;
};

/// Throws storage_refusal when the place is not empty. `start_over` removes what an earlier, unfinished attempt has
/// left in PostgreSQL, and nothing else; in a folder that needs no asking, for it lies beside the name.
std::unique_ptr<data_target> open_target(const data_place& place, bool start_over);

/// Loads a service's rows into a target, and reads them back.
class checked_load final : public row_taker {
public:
  checked_load(data_target& target, service_shape shape);

  void take(const row_block& block) override { fork_.take(block); }
  void take_counter(std::size_t table, std::int64_t value) override {
    fork_.take_counter(table, value);
  }
  /// What the target holds. Throws storage_refusal when it is not what came.
  std::vector<table_content> end();

private:
  data_target& target_;
  service_shape shape_;
  content_meter came_;
  std::unique_ptr<data_loader> loader_;
  row_fork fork_;
};

}  // namespace smartfin
