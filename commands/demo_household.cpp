#include "commands/demo_household.hpp"

#include <stdexcept>

#include "actors/auth/auth_service.hpp"
#include "actors/finance/ledger_service.hpp"
#include "actors/profile/profile_service.hpp"

namespace smartfin {
namespace {

constexpr std::int64_t transactions_per_commit = 20'000;

instant noon_of(civil_date day) {
  return instant{std::chrono::hours{24} * day.days() + std::chrono::hours{12}};
}

money dollars(std::int64_t cents) { return {cents, currency::usd()}; }

/// The rules refuse nothing that a demo asks for.
template <class Outcome>
auto granted(Outcome outcome) {
  if (!outcome)
    throw std::logic_error{"the demo was refused: " + to_string(make_error(outcome.error()))};
  return *std::move(outcome);
}

profile_change told_facts(civil_date today) {
  profile_change facts;
  facts.name = std::string{"The Demo household"};
  facts.birth_date = today.plus_months(-12 * 38).plus_days(-97);
  facts.household_size = 4;
  facts.dependants = 2;
  facts.housing = housing::rent;
  facts.gross_income = dollars(104'400'00);
  facts.income_period = income_period::year;
  facts.currency = currency::usd();
  facts.country = std::string{"US"};
  facts.locale = std::string{"en-US"};
  facts.accounts_complete = true;
  facts.collections = false;
  facts.credit_denied = false;
  facts.retirement_account = true;
  facts.investments = true;
  facts.health_insurance = true;
  return facts;
}

using account_ids = std::array<account_id, demo::account_count>;

new_transaction body_of(const demo::entry& entry, const account_ids& ids) {
  const auto id_of = [&](demo::account which) { return ids[static_cast<std::size_t>(which)]; };
  new_transaction body{
      id_of(entry.from), entry.date, dollars(entry.amount), std::string{entry.payee}, {}, {}, {}};
  if (!entry.note.empty()) body.note = entry.note;
  if (entry.to)
    body.transfer_account_id = id_of(*entry.to);
  else
    body.category_id = category_with_role(entry.role);
  return body;
}

account_ids open_accounts(bookkeeper& books, const change_origin& origin,
                          const demo::history& history) {
  account_ids ids;
  for (const auto& plan : history.accounts()) {
    const new_account body{std::string{plan.name}, plan.type, currency::usd(),
                           dollars(plan.opening)};
    ids[static_cast<std::size_t>(plan.which)] = granted(books.open_account(origin, body)).id;
  }
  return ids;
}

}  // namespace

void demo_household::add_user(const std::string& email, const secret& password) {
  auth_parts parts{{{data_.database("auth"), &data_.keys(), {}}, {}, {}, {}}};
  register_user request;
  request.ctx.now = noon_of(today_);
  request.body = {email, password, "Demo"};
  parts.events.begin();
  if (parts.book.signer().needs_key(request.ctx.now)) parts.book.signer().rotate(request.ctx.now);
  user_ = granted(parts.book.add_user(request, hash_of(password, {}))).user.id;
  request.ctx.who.user = user_;
  granted(parts.book.end_all(request.ctx, false));  // nobody holds the tokens of this session
  parts.events.commit();
}

void demo_household::fill_profile() {
  profile_parts parts{{data_.database("profile"), &data_.keys(), {}}};
  change_profile request;
  request.ctx.who.user = user_;
  request.ctx.now = noon_of(today_);
  request.body = told_facts(today_);
  parts.events.begin();
  granted(parts.change(request));
  parts.events.commit();
}

// A month is one change of the book; many months are one transaction of the database.
void demo_household::write_ledger(const demo::history_options& options,
                                  const std::function<void(std::int64_t written)>& told) {
  ledger_writer_parts parts{{data_.database("finance"), &data_.keys(), {}}};
  demo::history history{options};
  change_origin origin{book_id{user_.value}, user_, noon_of(history.first_day())};
  parts.rows->begin();
  const auto ids = open_accounts(parts.books, origin, history);
  std::int64_t written = 0, committed = 0;
  while (!history.finished()) {
    std::vector<new_transaction> bodies;
    for (const auto& entry : history.next_month()) bodies.push_back(body_of(entry, ids));
    if (bodies.empty()) continue;
    origin.now = noon_of(bodies.back().date);
    granted(parts.books.record_all(origin, bodies));
    written += std::ssize(bodies);
    if (written - committed < transactions_per_commit) continue;
    parts.rows->commit();
    told(committed = written);
    parts.rows->begin();
  }
  parts.rows->commit();
  told(written);
}

}  // namespace smartfin
