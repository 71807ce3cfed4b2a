#pragma once

#include <optional>

#include "storage/memory/memory_service_state.hpp"
#include "storage/unit_of_work.hpp"

namespace smartfin {

/// Transactions over a store that is one value: the start and the savepoint are copies of it. The state must outlive
/// it. Calls out of order (two begins, a release without a savepoint) are storage_failure, as in a database.
template <class State>
class memory_unit_of_work final : public unit_of_work {
public:
  explicit memory_unit_of_work(State& state) : state_(state) {}

  void begin() override {
    demand(!at_begin_, "one transaction at a time");
    at_begin_ = state_;
  }
  void set_savepoint() override {
    demand(at_begin_.has_value(), "a savepoint is part of a transaction");
    at_savepoint_ = state_;
  }
  void release_savepoint() override {
    demand(at_savepoint_.has_value(), "only a savepoint that was set is released");
    at_savepoint_.reset();
  }
  void roll_back_to_savepoint() override {
    demand(at_savepoint_.has_value(), "only a savepoint that was set is rolled back to");
    state_ = *at_savepoint_;
    at_savepoint_.reset();
  }
  void commit() override {
    demand(at_begin_.has_value(), "only a transaction that was begun is committed");
    at_begin_.reset();
    at_savepoint_.reset();
  }
  void roll_back() noexcept override {
    if (at_begin_) state_ = *std::move(at_begin_);
    at_begin_.reset();
    at_savepoint_.reset();
  }

private:
  State& state_;
  std::optional<State> at_begin_, at_savepoint_;
};

}  // namespace smartfin
