#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

namespace smartfin {

struct demo_options {
  std::string data;
  std::int64_t transactions = 10'000;
  std::uint64_t seed = 1;
  std::string today;  // YYYY-MM-DD; empty: today by the clock, UTC
};

/// Fills a new data folder with a demo household: an account to log in with, a profile, accounts and years of
/// transactions. The password is random; it is printed, and kept in "<data>.demo-login" for its owner alone. The
/// folder appears when it is complete. 0 then; 1 with a sentence on `err` when the folder is there already, cannot be
/// written, or an option is out of range; nothing is left behind in these cases.
int run_demo(const demo_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
