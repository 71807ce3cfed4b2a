#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace smartfin {

/// One option as an operator sees it. Values as the settings file has them.
struct setting_row {
  std::string name;           ///< dotted
  std::string value;          ///< of a secret only "(set)" or "(not set)"
  std::string default_value;  ///< likewise
  std::string allowed;        ///< "a whole number from 0 to 65535"
  std::string explanation;
};

/// Every option, in the order of the example file.
std::vector<setting_row> describe(const settings& shown);

/// A settings file with every option, its explanation, what is allowed and its default.
std::string example_settings();

}  // namespace smartfin
