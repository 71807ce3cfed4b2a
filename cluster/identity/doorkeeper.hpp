#pragma once

#include <string_view>

#include "cluster/identity/credential_check.hpp"
#include "cluster/identity/refusal_counts.hpp"

namespace smartfin {

/// A request that reached a service, from this node or another.
struct arriving_request {
  std::string_view credential;
  std::string_view callee;
  std::string_view message;  // the name of its struct: "record_transaction"
  /// Whose events it delivers; empty for what delivers none.
  std::string_view stream{};
};

/// Stands at the door of a node's services: lets in whoever proves a name that may send this, counts everybody else.
/// Thread-safe; what it is made of outlives it.
class doorkeeper {
public:
  doorkeeper(credential_check& check, refusal_counts& refusals)
      : check_(check), refusals_(refusals) {}

  /// The calling service, by a name that lives as long as the program. Errors: those of `credential_check::check`, then
  /// not_allowed: by the table, or another's stream; each is counted.
  result<std::string_view, trust_errc> admit(const arriving_request& request, instant now) const;

private:
  credential_check& check_;
  refusal_counts& refusals_;
};

}  // namespace smartfin
