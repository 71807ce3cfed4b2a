#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "domain/ids.hpp"
#include "storage/sql/prepared.hpp"

namespace smartfin {

/// How many ids PostgreSQL's sequence gives away at once.
inline constexpr std::int64_t transaction_ids_in_block = 64;

/// Ids of transactions that nobody else gives away. They are given out in order and are the same until they are used.
class transaction_ids {
public:
  explicit transaction_ids(sql_session& session);

  std::vector<transaction_id> next(std::size_t count);
  /// A transaction of that id is stored.
  void use(transaction_id id);

private:
  friend class transaction_ids_at_work;
  struct block {
    std::int64_t next = 0;
    std::int64_t end = 0;
  };
  void ask_for(std::size_t count);

  sql_session& session_;
  prepared<std::tuple<std::int64_t>(std::int64_t)> next_;
  std::deque<block> blocks_;
};

/// Forgets the ids unless the work with them is done: what the database undoes may give them away again.
class transaction_ids_at_work {
public:
  explicit transaction_ids_at_work(transaction_ids& ids)
      : ids_(ids), kept_(std::move(ids.blocks_)) {
    ids_.blocks_.clear();
  }
  void done() { ids_.blocks_ = std::move(kept_); }

private:
  transaction_ids& ids_;
  std::deque<transaction_ids::block> kept_;
};

}  // namespace smartfin
