#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "messages/json.hpp"

namespace smartfin::http {

/// Makes opaque cursors: a small described struct, sealed so that a client can neither read meaning
/// into it nor make one up. Bound to a list (`purpose`, the operation id and whatever the filter
/// is), so that it fits no other.
class cursor_sealer {
public:
  /// 32 bytes, one per deployment; nodes of one deployment share it.
  using key = std::array<unsigned char, 32>;
  explicit cursor_sealer(const key& secret_key) : key_(secret_key) {}

  template <class T>
  std::string seal(std::string_view purpose, const T& position) const {
    return seal_text(purpose, json::encode(position));
  }
  /// Throws problem_error bad_cursor for anything that `seal` with this key and purpose did not
  /// make.
  template <class T>
  T open(std::string_view purpose, std::string_view cursor) const {
    T position = json::blank<T>();
    read(purpose, cursor, json::shape_of<T>(), &position);
    return position;
  }

  std::string seal_text(std::string_view purpose, std::string_view text) const;
  std::optional<std::string> open_text(std::string_view purpose, std::string_view cursor) const;

private:
  void read(std::string_view purpose, std::string_view cursor, const json::shape& type,
            void* position) const;
  key key_;
};

}  // namespace smartfin::http
