#pragma once

#include <string>
#include <vector>

#include "storage/transfer/data_view.hpp"
#include "storage/transfer/service_shape.hpp"

namespace smartfin {

/// Something of a service's data that other services or people hold on to: it must be the same in every copy.
struct landmark {
  std::string name;   ///< "events of finance"
  std::string value;  ///< "1 to 1207"

  friend bool operator==(const landmark&, const landmark&) = default;
};

/// The log of events, the cursors in others' logs, and of AUDIT the size and the root of its tree, made anew of
/// its entries: what the next checkpoint says.
std::vector<landmark> landmarks_of(data_view& view, const service_shape& shape);

/// The books that a FINANCE's view holds.
std::vector<std::int64_t> books_in(data_view& finance);

}  // namespace smartfin
