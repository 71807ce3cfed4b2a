#include "http/routes/routes.hpp"

namespace smartfin::http {

/// A profile as clients see it: what the person told, with what AUTH knows.
struct profile_view {
  user_id id;
  std::optional<std::string> email;
  std::optional<std::string> name;
  std::optional<civil_date> birth_date;
  std::optional<int> household_size;
  std::optional<int> dependants;
  std::optional<smartfin::housing> housing;
  std::optional<money> gross_income;
  std::optional<smartfin::income_period> income_period;
  std::optional<smartfin::currency> currency;
  std::optional<std::string> country;
  std::optional<std::string> locale;
  std::optional<int> first_day_of_month;
  std::optional<int> risk_tolerance;
  std::optional<bool> no_loans;
  std::optional<bool> accounts_complete;
  std::optional<bool> collections;
  std::optional<bool> credit_denied;
  std::optional<bool> retirement_account;
  std::optional<bool> investments;
  std::optional<bool> health_insurance;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(profile_view, (),
                      (id, email, name, birth_date, household_size, dependants, housing,
                       gross_income, income_period, currency, country, locale, first_day_of_month,
                       risk_tolerance, no_loans, accounts_complete, collections, credit_denied,
                       retirement_account, investments, health_insurance, version))

namespace {

constexpr auto tag = "User profile";

profile_view view_of(const versioned_profile& p) {
  const auto& f = p.facts;
  return {p.id,
          {},
          f.name,
          f.birth_date,
          f.household_size,
          f.dependants,
          f.housing,
          f.gross_income,
          f.income_period,
          f.currency,
          f.country,
          f.locale,
          f.first_day_of_month,
          f.risk_tolerance,
          f.no_loans,
          f.accounts_complete,
          f.collections,
          f.credit_denied,
          f.retirement_account,
          f.investments,
          f.health_insurance,
          p.version};
}

/// The name given at registration moves into the profile with its first change.
void take_over_name(const edge_services& s, const call& c, profile_change& body) {
  if (body.name.present()) return;
  const auto user = c.context().who.user.value;
  const auto stored = s.ask.ask<versioned_profile>(s.profile, user, find_profile{c.context()});
  if (stored.version != 1) return;
  const auto account = s.ask.ask<registered_user>(s.auth, 0, find_user{c.context()});
  if (account.name) body.name = *account.name;
}

/// The address belongs to AUTH, and so does the name until the profile is first changed. Without
/// AUTH the rest is shown.
void add_account_facts(const edge_services& s, const call& c, profile_view& view) {
  try {
    auto user = s.ask.ask<registered_user>(s.auth, 0, find_user{c.context()});
    view.email = std::move(user.email);
    if (!view.name && view.version == 1) view.name = std::move(user.name);
  } catch (const problem_error&) {
    // Shown without them.
  }
}

void answer(const edge_services& s, call& c, const versioned_profile& profile) {
  auto view = view_of(profile);
  add_account_facts(s, c, view);
  c.etag(profile.version);
  c.ok(view);
}

}  // namespace

void add_profile_routes(route_table& table, const edge_services& s) {
  table.add(get("/api/v1/users/me")
                .id("findProfile")
                .tag(tag)
                .user()
                .summary("My profile")
                .reply<profile_view>(),
            [&s](call& c) {
              const auto user = c.context().who.user.value;
              answer(s, c,
                     s.ask.ask<versioned_profile>(s.profile, user, find_profile{c.context()}));
            });
  table.add(patch("/api/v1/users/me")
                .id("changeProfile")
                .tag(tag)
                .user()
                .summary("Change my profile")
                .conditional()
                .merge_patch<profile_change>()
                .reply<profile_view>(),
            [&s](call& c) {
              auto body = c.body<profile_change>();
              require(check(body, civil_date::of(c.context().now)));
              take_over_name(s, c, body);
              const auto user = c.context().who.user.value;
              answer(s, c,
                     s.ask.ask<versioned_profile>(
                         s.profile, user,
                         change_profile{c.context(), version_asked(c), std::move(body)}));
            });
}

}  // namespace smartfin::http
