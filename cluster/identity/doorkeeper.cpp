#include "cluster/identity/doorkeeper.hpp"

#include "domain/trust/trust_table.hpp"

namespace smartfin {

result<std::string_view, trust_errc> doorkeeper::admit(const arriving_request& request,
                                                       instant now) const {
  const auto caller = check_.check(request.credential, request.callee, now);
  const sending what{caller ? *caller : claimed_service(request.credential), request.callee,
                     request.message};
  const auto refuse = [&](trust_errc reason) {
    refusals_.add(what, reason, now);
    return failure{reason};
  };
  if (!caller) return refuse(caller.error());
  if (const auto allowed = check_sender(what); !allowed) return refuse(allowed.error());
  if (!request.stream.empty())
    if (const auto own = check_stream(*caller, request.stream); !own) return refuse(own.error());
  return caller;
}

}  // namespace smartfin
