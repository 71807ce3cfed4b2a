#pragma once

#include "storage/sql/prepared.hpp"
#include "storage/unit_of_work.hpp"

namespace smartfin {

/// The session must outlive it. A batch whose connection is lost is lost with it, and its next call throws; `begin`
/// after that has a new connection, wherever the database is by then.
class sql_unit_of_work final : public unit_of_work {
public:
  explicit sql_unit_of_work(sql_session& session);

  void begin() override;
  void set_savepoint() override;
  void release_savepoint() override;
  void roll_back_to_savepoint() override;
  void commit() override;
  void roll_back() noexcept override;

private:
  sql_session& session_;
  command<> begin_, savepoint_, release_, back_, commit_, undo_;
};

}  // namespace smartfin
