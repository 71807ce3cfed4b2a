#include "domain/auth/credentials.hpp"

#include <algorithm>

#include "domain/text_rules.hpp"

namespace smartfin {

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == text.npos || at == 0 || at > 64 || text.size() > 254) return false;
  const auto domain = text.substr(at + 1);
  if (domain.find('@') != domain.npos) return false;
  const auto dot = domain.rfind('.');
  if (dot == domain.npos || dot == 0 || dot + 2 >= domain.size() ||
      domain.find("..") != domain.npos)
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F && c != ',' && c != ';' && c != '<' && c != '>';
  });
}

std::string email_key(std::string_view email) { return ascii_lower(trimmed(email)); }

void check_new_password(std::string_view field, const secret& password, field_errors& errors) {
  check_text(field, password.reveal(),
             {.length_min = password_length_min, .length_max = password_length_max}, errors);
}

field_errors check(const new_user& body) {
  field_errors errors;
  if (!is_email(trimmed(body.email)))
    errors.push_back({"/email", "invalid_email", "must be an e-mail address"});
  check_new_password("/password", body.password, errors);
  if (body.name)
    check_text("/name", trimmed(*body.name), {.length_min = 1, .length_max = 100}, errors);
  return errors;
}

field_errors check(const credentials& body) {
  field_errors errors;
  check_text("/email", body.email, {.length_min = 1, .length_max = 254}, errors);
  check_text("/password", body.password.reveal(),
             {.length_min = 1, .length_max = password_length_max}, errors);
  return errors;
}

std::chrono::seconds wait_before_attempt(const attempt_record& record, instant now,
                                         const throttle_rules& rules) {
  if (record.failures < rules.failures_free || now - record.last_failure >= rules.forget_after)
    return std::chrono::seconds{0};
  const auto doublings = std::min(record.failures - rules.failures_free, 20);
  const auto wait = std::min(rules.first_wait * (1 << doublings), rules.longest_wait);
  const auto left = std::chrono::ceil<std::chrono::seconds>(record.last_failure + wait - now);
  return std::clamp(left, std::chrono::seconds{0}, wait);
}

attempt_record after_failure(const attempt_record& record, instant now,
                             const throttle_rules& rules) {
  const bool forgotten = now - record.last_failure >= rules.forget_after;
  return {(forgotten ? 0 : record.failures) + 1, now};
}

}  // namespace smartfin
