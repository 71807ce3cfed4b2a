#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// Lower-case words of a note, at most 64, in the form they are searched by.
std::vector<std::string> words_of(std::string_view note);

}  // namespace smartfin
