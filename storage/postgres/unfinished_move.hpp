#pragma once

#include <string>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

/// The mark on a PostgreSQL that is being filled: a table in AUTH's schema. A node does not start where it is. Only one
/// program at a time can be filling; what it has filled may be there without it after a crash. Every call may throw
/// storage_failure.
class unfinished_move {
public:
  explicit unfinished_move(service_database auth);

  /// Makes the mark, or takes over the one that is there when `again`. Throws storage_refusal when another program
  /// is filling, when the mark is there and not `again`, or when data are there without a mark.
  void make(bool again);
  /// The data are complete, and this is their proof of the key.
  void remove_for(const std::string& key_check);
  /// Nothing was put in.
  void take_back();

private:
  service_database auth_;
  sql_session held_;
};

/// Throws storage_refusal when there is a mark.
void refuse_unfinished_move(const service_database& auth);

/// Whether a service's schema has no table but the mark.
bool holds_nothing(const service_database& database);
/// Drops all that its role owns in a service's schema, except the mark.
void remove_everything(const service_database& database);

}  // namespace smartfin
