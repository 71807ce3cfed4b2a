#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http/problem.hpp"

namespace smartfin::http {

/// One line of the table from a service's refusal to what clients see. `category` is the subject
/// ("auth"), `code` the value of its error enum.
struct error_row {
  std::string_view category;
  std::uint8_t code;
  problem_kind kind;
};

std::span<const error_row> error_rows();

/// The kind for (category, code); `problems::internal` for one the table does not know: its text
/// must not leave.
problem_kind error_kind(std::string_view category, std::uint8_t code);

/// Refuses the request with the kind of (category, code).
[[noreturn]] void refuse(std::string_view category, std::uint8_t code,
                         const std::string& detail = {});

}  // namespace smartfin::http
