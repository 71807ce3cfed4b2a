#pragma once

#include <chrono>
#include <cstdlib>
#include <string>

namespace smartfin::test {

/// How many cases a test runs, or the seed it draws from: the environment's word, else the usual.
inline std::uint64_t chosen(const char* variable, std::uint64_t usual) {
  const char* text = std::getenv(variable);
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

/// How many times as long a test waits for a program that a sanitizer slows down.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr int slowness = 5;
#else
inline constexpr int slowness = 1;
#endif

/// Asks `happened` again and again, which itself waits for an answer of a node. False when it has
/// not happened within `patience`.
template <class Condition>
bool eventually(Condition happened, std::chrono::seconds patience) {
  const auto end = std::chrono::steady_clock::now() + slowness * patience;
  while (!happened())
    if (std::chrono::steady_clock::now() > end) return false;
  return true;
}

}  // namespace smartfin::test
