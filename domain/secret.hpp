#pragma once

#include <string>
#include <utility>

namespace smartfin {

/// A text that never prints: passwords, tokens, codes. Whoever needs it says `reveal()`.
class secret {
public:
  secret() = default;
  explicit secret(std::string text) : text_(std::move(text)) {}
  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend bool operator==(const secret&, const secret&) = default;

private:
  std::string text_;
};

}  // namespace smartfin
