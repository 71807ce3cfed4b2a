#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartfin::http {

/// Whether a Content-Type header names one of `types` ("*/*" takes any), in UTF-8 when it names a
/// charset.
bool is_one_of(std::string_view content_type, const std::vector<std::string>& types);

/// Whether an Accept header leaves room for `offered`. An absent or empty one does.
bool accepts(std::string_view accept, std::string_view offered);

}  // namespace smartfin::http
