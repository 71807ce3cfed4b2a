#pragma once

#include <optional>
#include <utility>

namespace smartfin {

/// One member of a JSON merge patch (RFC 7396): absent leaves the field, null clears it, a value sets it.
template <class T>
class patch {
public:
  using value_type = T;

  patch() = default;
  patch(T value) : present_(true), value_(std::move(value)) {}
  static patch cleared() {
    patch p;
    p.present_ = true;
    return p;
  }

  bool present() const { return present_; }
  bool clears() const { return present_ && !value_; }
  bool sets() const { return present_ && value_.has_value(); }
  const T& value() const { return value_.value(); }

  /// The field after the patch.
  std::optional<T> applied_to(std::optional<T> field) const { return present_ ? value_ : field; }

  friend bool operator==(const patch&, const patch&) = default;

private:
  bool present_ = false;
  std::optional<T> value_;
};

}  // namespace smartfin
