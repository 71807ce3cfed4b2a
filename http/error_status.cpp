#include "http/error_status.hpp"

#include <array>

#include "domain/analytics/analytics_errc.hpp"
#include "domain/audit/audit_errc.hpp"
#include "domain/auth/auth_errc.hpp"
#include "domain/files/file_errc.hpp"
#include "domain/infra/infra_errc.hpp"
#include "domain/ledger/ledger_errc.hpp"
#include "domain/money.hpp"
#include "domain/notification/notification_errc.hpp"
#include "domain/profile/profile.hpp"
#include "domain/score/score_errc.hpp"

namespace smartfin::http {
namespace {

template <class Code>
constexpr error_row row(std::string_view category, Code code, problem_kind kind) {
  return {category, static_cast<std::uint8_t>(code), kind};
}

constexpr problem_kind other_currency{422, "currency-mismatch",
                                      "The amount is in another currency"};

// One line per refusal of every service, by subject. Several codes may share a kind.
constexpr std::array table = {
    row("money", money_errc::unknown_currency, problems::validation),
    row("money", money_errc::not_a_number, problems::validation),
    row("money", money_errc::too_many_decimals, problems::validation),
    row("money", money_errc::out_of_range, problems::validation),
    row("money", money_errc::currency_mismatch, other_currency),

    row("infra", infra_errc::unavailable, problems::unavailable),
    row("infra", infra_errc::overloaded,
        {503, "overloaded", "Too many requests are waiting for this service"}),
    row("infra", infra_errc::deadline_exceeded, problems::timed_out),
    row("infra", infra_errc::storage_failed, problems::unavailable),
    row("infra", infra_errc::internal, problems::internal),
    row("infra", infra_errc::idempotency_key_reused, problems::idempotency_mismatch),
    row("infra", infra_errc::event_refused,
        {409, "event-refused", "The event still cannot be applied"}),
    row("infra", infra_errc::event_not_found, problems::not_found),
    row("infra", infra_errc::answer_lost, problems::unavailable),

    row("auth", auth_errc::invalid_credentials,
        {401, "invalid-credentials", "The address or the password is not right"}),
    row("auth", auth_errc::too_many_attempts,
        {429, "too-many-attempts", "Too many attempts; wait a little"}),
    row("auth", auth_errc::email_taken,
        {409, "email-taken", "There is an account with this address"}),
    row("auth", auth_errc::invalid_token, problems::session_refused),
    row("auth", auth_errc::session_ended, problems::session_refused),
    row("auth", auth_errc::token_reused,
        {401, "token-reused", "This refresh token was used before; its session has been ended"}),
    row("auth", auth_errc::session_not_found, problems::not_found),

    row("profile", profile_errc::profile_not_found, problems::not_found),
    row("profile", profile_errc::stale_version, problems::stale_version),

    row("ledger", ledger_errc::account_not_found, problems::not_found),
    row("ledger", ledger_errc::transaction_not_found, problems::not_found),
    row("ledger", ledger_errc::category_not_found,
        {422, "category-not-found", "There is no such category"}),
    row("ledger", ledger_errc::stale_version, problems::stale_version),
    row("ledger", ledger_errc::currency_mismatch, other_currency),
    row("ledger", ledger_errc::amount_out_of_range,
        {422, "amount-out-of-range", "The amount, or the balance it leads to, is too large"}),
    row("ledger", ledger_errc::account_closed, {409, "account-closed", "The account is closed"}),
    row("ledger", ledger_errc::account_not_empty,
        {409, "account-not-empty", "The account has transactions; close it instead"}),
    row("ledger", ledger_errc::postings_unbalanced, problems::internal),
    row("ledger", ledger_errc::same_account,
        {422, "same-account", "A transfer needs two different accounts"}),
    row("ledger", ledger_errc::import_not_found, problems::not_found),
    row("ledger", ledger_errc::unknown_format,
        {422, "unreadable-file", "The file cannot be imported"}),
    row("ledger", ledger_errc::rows_rejected,
        {422, "rows-rejected", "Some rows cannot be read, so none were imported"}),
    row("ledger", ledger_errc::too_many_rows, {422, "too-many-rows", "The file has too many rows"}),
    row("ledger", ledger_errc::account_limit,
        {409, "account-limit", "The book is full of accounts"}),

    row("analytics", analytics_errc::being_read_again,
        {503, "being-read-again", "The figures are being worked out again; ask in a moment"}),

    row("file", file_errc::file_not_found, problems::not_found),
    row("file", file_errc::type_not_accepted,
        {422, "type-not-accepted", "Not a kind of file that is kept here"}),
    row("file", file_errc::quota_exceeded, {413, "quota-exceeded", "There is no room for it"}),
    row("file", file_errc::stale_version, problems::stale_version),
    row("file", file_errc::upload_lost, problems::unavailable),
    row("file", file_errc::content_damaged,
        {500, "content-damaged", "What is stored is not what was uploaded"}),

    row("audit", audit_errc::entry_not_found, problems::not_found),
    row("notify", notification_errc::notification_not_found, problems::not_found),

    row("score", score_errc::too_little_known,
        {404, "score-not-ready", "Too little is known for a score yet"}),
    row("score", score_errc::bad_change, {422, "bad-change", "The change cannot be applied"}),
};

}  // namespace

std::span<const error_row> error_rows() { return table; }

problem_kind error_kind(std::string_view category, std::uint8_t code) {
  for (const auto& each : table)
    if (each.code == code && each.category == category) return each.kind;
  return problems::internal;
}

void refuse(std::string_view category, std::uint8_t code, const std::string& detail) {
  const auto kind = error_kind(category, code);
  problem_error problem{kind, detail};
  // Outages are short: their supervisors see to it.
  if (kind.status == 503) problem.retry_after(1);
  throw problem;
}

}  // namespace smartfin::http
