#include "domain/imports/category_guess.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "domain/imports/category_words.hpp"
#include "domain/imports/clean_text.hpp"

using namespace smartfin;
using enum category_role;

namespace {
std::optional<category_role> out(std::string_view payee) {
  return suggest_category_role(payee, category_kind::expense);
}
std::optional<category_role> in(std::string_view payee) {
  return suggest_category_role(payee, category_kind::income);
}
}  // namespace

TEST_CASE("well-known payees of many countries get their category") {
  CHECK(out("REWE SAGT DANKE. 40461234") == groceries);
  CHECK(out("SAFEWAY #1234 SEATTLE WA") == groceries);
  CHECK(out("CARREFOUR MARKET PARIS") == groceries);
  CHECK(out("Miete M\u00E4rz 2024") == rent);
  CHECK(out("LOYER MARS") == rent);
  CHECK(out("Stadtwerke M\u00FCnchen GmbH") == utilities);
  CHECK(out("ACE CASH EXPRESS 17") == high_cost_credit);
  CHECK(out("NAVIENT STUDENT LOAN") == student_loan_payment);
  CHECK(out("UBER   *EATS") == food_delivery);
  CHECK(out("UBER TRIP HELP.UBER.COM") == transport);
  CHECK(out("Netflix.com") == leisure);
  CHECK(out("AMZN Mktp US*2K3") == shopping);
  CHECK(out("intrum justitia inkasso") == debt_collection);
  CHECK(in("ACME CORP PAYROLL") == salary);
  CHECK(in("Lohn/Gehalt 03/2024") == salary);
  CHECK(in("N\u00D3MINA MARZO") == salary);
}

TEST_CASE("only whole words count, and the longest phrase decides") {
  CHECK_FALSE(out("CURRENT PARENTS"));
  CHECK_FALSE(out("SHELLEY JONES"));
  CHECK(out("HERTZ RENT A CAR") == travel);
  CHECK(out("TARGOBANK KREDIT") == personal_loan_payment);
  CHECK_FALSE(out(""));
  CHECK_FALSE(in("Anna Schmidt"));
}

TEST_CASE("money that comes back from a shop is a refund") {
  CHECK(in("ZALANDO SE") == refund);
  CHECK(in("Amazon refund") == refund);
  CHECK_FALSE(in("LANDLORD"));
}

TEST_CASE("every phrase of the lists is folded and short enough to be found") {
  for (const auto lists : {income_words(), expense_words()})
    for (const auto& [role, phrases] : lists) {
      std::string_view rest = phrases;
      while (!rest.empty()) {
        const auto phrase = rest.substr(0, rest.find('|'));
        CAPTURE(phrase);
        CHECK(fold_text(phrase) == phrase);
        CHECK(std::count(phrase.begin(), phrase.end(), ' ') < 4);
        rest.remove_prefix(std::min(rest.size(), phrase.size() + 1));
      }
    }
}
