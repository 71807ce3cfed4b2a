#pragma once

#include <caf/result.hpp>
#include <chrono>
#include <type_traits>

#include "messages/call_context.hpp"
#include "messages/errors.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {

/// Runs one query in one view of `rows` (begin_read, end_read) and turns its result into a reply. Errors besides the
/// query's own: deadline_exceeded when nobody waits any more, storage_failed.
template <class Rows, class Query>
auto consistent_read(Rows& rows, const call_context& ctx, Query&& query)
    -> caf::result<typename std::invoke_result_t<Query>::value_type> {
  const bool limited = ctx.deadline != std::chrono::steady_clock::time_point{};
  if (limited && std::chrono::steady_clock::now() > ctx.deadline)
    return make_error(infra_errc::deadline_exceeded);
  struct view {
    explicit view(Rows& rows) : rows_(rows) { rows_.begin_read(); }
    ~view() { rows_.end_read(); }
    Rows& rows_;
  };
  try {
    const view open{rows};
    auto outcome = query();
    if (!outcome) return make_error(outcome.error());
    return std::move(*outcome);
  } catch (const storage_failure&) {
    return make_error(infra_errc::storage_failed);
  }
}

}  // namespace smartfin
