#include "cluster/identity/refusal_counts.hpp"

#include <algorithm>

namespace smartfin {
namespace {

constexpr std::string_view unknown = "unknown";

std::string_view service_label(std::string_view name) {
  return service_named(name).value_or(unknown);
}
std::string_view message_label(std::string_view name) {
  return message_named(name).value_or(unknown);
}

trust_errc reason_of(std::string_view word) {
  for (auto code = 0; code <= static_cast<int>(trust_errc::not_allowed); ++code)
    if (to_string(static_cast<trust_errc>(code)) == word) return static_cast<trust_errc>(code);
  return trust_errc::none;
}

}  // namespace

void refusal_counts::add(const sending& what, trust_errc reason, instant now) {
  label seen{service_label(what.caller), service_label(what.callee), {}, reason};
  const std::lock_guard lock{guard_};
  ++totals_[seen];
  seen.message = message_label(what.message);
  add_untold(seen, {1, now, now});
}

void refusal_counts::add_untold(const label& what, const untold& more) {
  const auto [at, is_new] = untold_.try_emplace(what, more);
  if (is_new) return;
  at->second.count += more.count;
  at->second.first = std::min(at->second.first, more.first);
  at->second.last = std::max(at->second.last, more.last);
}

std::vector<refusal_counts::total> refusal_counts::totals() const {
  const std::lock_guard lock{guard_};
  std::vector<total> all;
  for (const auto& [what, count] : totals_)
    all.push_back({what.caller, what.callee, what.reason, count});
  return all;
}

std::vector<request_refused> refusal_counts::take_facts() {
  const std::lock_guard lock{guard_};
  std::vector<request_refused> facts;
  for (const auto& [what, more] : untold_)
    facts.push_back({std::string{what.caller}, std::string{what.callee}, std::string{what.message},
                     std::string{to_string(what.reason)}, more.count, more.first, more.last});
  untold_.clear();
  return facts;
}

void refusal_counts::put_back(const std::vector<request_refused>& facts) {
  const std::lock_guard lock{guard_};
  for (const auto& fact : facts)
    add_untold({service_label(fact.caller), service_label(fact.callee), message_label(fact.message),
                reason_of(fact.reason)},
               {fact.count, fact.first_at, fact.last_at});
}

}  // namespace smartfin
