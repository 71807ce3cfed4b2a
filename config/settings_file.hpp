#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "domain/result.hpp"

namespace smartfin {

struct config_problem {
  int line = 0;          ///< from 1; 0 when it is about the file as a whole
  std::string option;    ///< dotted name of the option or section; empty when there is none
  std::string sentence;  ///< what was found and what is allowed
};

/// Why a settings file was refused.
struct config_error {
  std::string file;
  std::vector<config_problem> problems;  ///< at least one, by line
};

/// One line for each problem: "smartfin.toml, line 4: http.port is 70000, but must be ...".
std::string to_text(const config_error& error);

/// Reads a TOML 1.0 file of at most 1 MiB, in lines of at most 8 KiB. What it does not mention
/// keeps its default. Anything the option table does not know, and any value it does not allow, is
/// a refusal; all of them are reported at once, except that a file which is not TOML is read no
/// further than its first fault.
result<settings, config_error> read_settings(const std::string& path);

/// The same for a text; `file` is only its name in the error.
result<settings, config_error> parse_settings(std::string_view text, std::string file);

}  // namespace smartfin
