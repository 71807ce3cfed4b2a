#pragma once

#include <memory>

#include "storage/sqlite/prepared.hpp"
#include "storage/unit_of_work.hpp"

namespace smartfin {

/// The session must outlive it.
class sqlite_unit_of_work final : public unit_of_work {
public:
  explicit sqlite_unit_of_work(soci::session& session);

  void begin() override;
  void set_savepoint() override;
  void release_savepoint() override;
  void roll_back_to_savepoint() override;
  void commit() override;
  void roll_back() noexcept override;

private:
  command<> begin_, savepoint_, release_, back_, commit_, undo_;
};

}  // namespace smartfin
