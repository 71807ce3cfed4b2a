#include "messages/errors.hpp"

#include <caf/make_message.hpp>

namespace smartfin {
namespace {

template <class Code>
caf::error categorised(Code code, caf::atom_value category, std::string detail) {
  return {static_cast<std::uint8_t>(code), category, caf::make_message(std::move(detail))};
}

}  // namespace

caf::error make_error(analytics_errc code, std::string detail) {
  return categorised(code, analytics_category, std::move(detail));
}
caf::error make_error(audit_errc code, std::string detail) {
  return categorised(code, audit_category, std::move(detail));
}
caf::error make_error(auth_errc code, std::string detail) {
  return categorised(code, auth_category, std::move(detail));
}
caf::error make_error(file_errc code, std::string detail) {
  return categorised(code, file_category, std::move(detail));
}
caf::error make_error(infra_errc code, std::string detail) {
  return categorised(code, infra_category, std::move(detail));
}
caf::error make_error(ledger_errc code, std::string detail) {
  return categorised(code, ledger_category, std::move(detail));
}
caf::error make_error(notification_errc code, std::string detail) {
  return categorised(code, notify_category, std::move(detail));
}
caf::error make_error(profile_errc code, std::string detail) {
  return categorised(code, profile_category, std::move(detail));
}
caf::error make_error(score_errc code, std::string detail) {
  return categorised(code, score_category, std::move(detail));
}
caf::error make_error(trust_errc code, std::string detail) {
  return categorised(code, trust_category, std::move(detail));
}

std::string detail_of(const caf::error& error) {
  const auto& context = error.context();
  return context.match_elements<std::string>() ? context.get_as<std::string>(0) : std::string{};
}

}  // namespace smartfin
