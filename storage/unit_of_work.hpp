#pragma once

namespace smartfin {

/// One writer's transaction over its service's store. A batch holds many requests; each runs in a savepoint, so that
/// one request's refusal leaves the others. Owned by one thread. Every call may throw storage_failure.
class unit_of_work {
public:
  virtual ~unit_of_work() = default;

  virtual void begin() = 0;
  virtual void set_savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void roll_back_to_savepoint() = 0;
  /// Durable when it returns. After a throw nothing of the batch is there.
  virtual void commit() = 0;
  /// Undoes the batch; never throws.
  virtual void roll_back() noexcept = 0;
};

}  // namespace smartfin
