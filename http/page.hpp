#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

namespace smartfin::http {

/// Part of a collection. `next_cursor` leads to the part after it and is absent at the end.
template <class T>
struct page {
  std::vector<T> items;
  std::optional<std::string> next_cursor;

  BOOST_DESCRIBE_CLASS(page, (), (items, next_cursor), (), ())
};

}  // namespace smartfin::http
