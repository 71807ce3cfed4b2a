#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

#include "domain/instant.hpp"
#include "domain/trust/trust_errc.hpp"
#include "domain/trust/trust_table.hpp"
#include "messages/facts.hpp"

namespace smartfin {

/// How often requests were refused. Of names, only those of this build are kept; a stranger's become "unknown", so that
/// nobody can fill memory, metrics or the audit log with names. Thread-safe.
class refusal_counts {
public:
  /// `what.caller` is the service that was proved, or else the one that was claimed.
  void add(const sending& what, trust_errc reason, instant now);

  /// One line of the metrics. Names live as long as the program.
  struct total {
    std::string_view caller;
    std::string_view callee;
    trust_errc reason = trust_errc::none;
    std::int64_t count = 0;
  };
  /// Since the start, in the order of their names.
  std::vector<total> totals() const;

  /// What AUDIT has not been told yet, at most one fact for each caller, callee, message and reason, and forgets it:
  /// the caller writes them into an event log. However many requests are refused between two calls, the facts stay
  /// few.
  std::vector<request_refused> take_facts();
  /// Facts that could not be written after all: the next `take_facts` has them again.
  void put_back(const std::vector<request_refused>& facts);

private:
  struct label {
    std::string_view caller;
    std::string_view callee;
    std::string_view message;  // empty in totals
    trust_errc reason = trust_errc::none;
    friend auto operator<=>(const label&, const label&) = default;
  };
  struct untold {
    std::int64_t count = 0;
    instant first{};
    instant last{};
  };
  void add_untold(const label& what, const untold& more);

  mutable std::mutex guard_;
  std::map<label, std::int64_t> totals_;
  std::map<label, untold> untold_;
};

}  // namespace smartfin
