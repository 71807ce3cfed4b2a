#pragma once

#include <string>
#include <string_view>

#include "messages/field_error.hpp"

namespace smartfin::json {

struct complaint {
  std::string_view code, message;
};

/// Where in a JSON value a reader is, as a JSON pointer (RFC 6901), and the errors it noted on the
/// way.
class error_path {
public:
  explicit error_path(field_errors& errors) : errors_(errors) {}

  /// Notes an error here, unless there are 100 already. Always false, so that a reader can return
  /// it.
  bool refuse(complaint why) {
    constexpr std::size_t errors_max = 100;
    if (errors_.size() < errors_max)
      errors_.push_back({path_, std::string(why.code), std::string(why.message)});
    return false;
  }

  /// Runs `step` one level down.
  template <class Step>
  bool below(std::string_view key, Step step) {
    const auto length = path_.size();
    append(key);
    const bool fine = step();
    path_.resize(length);
    return fine;
  }

private:
  void append(std::string_view key) {
    path_ += '/';
    for (const char c : key) {
      if (c == '~')
        path_ += "~0";
      else if (c == '/')
        path_ += "~1";
      else
        path_ += c;
    }
  }

  field_errors& errors_;
  std::string path_;
};

}  // namespace smartfin::json
