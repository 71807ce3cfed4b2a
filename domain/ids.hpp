#pragma once

#include <compare>
#include <cstdint>

namespace smartfin {

/// A number that names one thing of one kind; ids of two kinds do not mix. 0 names nothing.
template <class Tag>
struct id {
  std::int64_t value = 0;
  friend auto operator<=>(id, id) = default;
};

using user_id = id<struct user_tag>;
using session_id = id<struct session_tag>;
using book_id = id<struct book_tag>;
using account_id = id<struct account_tag>;
using category_id = id<struct category_tag>;
using transaction_id = id<struct transaction_tag>;
using import_id = id<struct import_tag>;
using notification_id = id<struct notification_tag>;
using file_id = id<struct file_tag>;

}  // namespace smartfin
