#pragma once

#include <deque>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace smartfin::test {

/// A PostgreSQL and a standby that its commits wait for, on two ports that stay the same (ops/dev/postgres). Ends with
/// the object.
class postgres_pair {
public:
  /// Throws when they do not start.
  postgres_pair();
  ~postgres_pair();
  postgres_pair(const postgres_pair&) = delete;
  postgres_pair& operator=(const postgres_pair&) = delete;

  /// Names both.
  std::string url() const;
  std::string password_file() const;
  /// The same as a section of a node's settings.
  std::string storage_section() const;

  void kill_primary();
  void promote_standby();
  /// Both, and then a new standby on the port that became free.
  void fail_over();

private:
  std::string new_folder();

  std::deque<testing::temporary_folder> places_;  // the first keeps what all of them share
  std::string primary_, standby_;
  int primary_port_, standby_port_;
};

}  // namespace smartfin::test
