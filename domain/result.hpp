#pragma once

#include <cstdlib>
#include <utility>
#include <variant>

namespace smartfin {

/// The error alternative of a `result`, spelled out where it is returned: `return failure{errc::not_found};`
template <class E>
struct failure {
  E error;
};
template <class E>
failure(E) -> failure<E>;

/// A value or a refusal. Reading the alternative that is not there ends the program: it is a bug, never bad input.
template <class T, class E>
class [[nodiscard]] result {
public:
  using value_type = T;
  using error_type = E;

  result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  template <class F>
  result(failure<F> refused) : held_(std::in_place_index<1>, E(std::move(refused.error))) {}

  bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  const T& value() const& { return *checked(std::get_if<0>(&held_)); }
  T& value() & { return *checked(std::get_if<0>(&held_)); }
  T&& value() && { return std::move(*checked(std::get_if<0>(&held_))); }
  const E& error() const { return *checked(std::get_if<1>(&held_)); }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

private:
  template <class P>
  static P checked(P pointer) {
    if (!pointer) std::abort();
    return pointer;
  }
  std::variant<T, E> held_;
};

/// Success without a value.
struct nothing {
  friend bool operator==(nothing, nothing) = default;
};

}  // namespace smartfin
