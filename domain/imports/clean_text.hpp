#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace smartfin {

/// A bank's text as people should see it: valid UTF-8, no control, format or direction characters,
/// every run of white space one space, none at the ends, at most `bytes_max` bytes, cut between two
/// characters.
std::string clean_text(std::string_view raw, std::size_t bytes_max);

/// The form in which texts are compared: lower case, Latin letters without diacritics (ß is "ss"),
/// words of letters and digits separated by one space, everything else dropped. Letters of other
/// scripts stay. The result is part of stored fingerprints: a change of this function makes a new
/// fingerprint version.
std::string fold_text(std::string_view text);

}  // namespace smartfin
