#pragma once

namespace smartfin::test {

/// What this process holds in memory, from when the object is made.
class resident_memory {
public:
  resident_memory();
  /// Always true under a sanitizer, which keeps what was freed.
  bool grew_by_less_than(long kib) const;

private:
  long before_kib_;
};

}  // namespace smartfin::test
