#include <algorithm>
#include <array>
#include <span>

#include "domain/demo/household.hpp"
#include "domain/demo/random_source.hpp"

namespace smartfin::demo {
namespace {

using role = category_role;
constexpr std::int64_t million = 1'000'000;

/// A bill of every month: `amount` at today's prices, give or take `percent`.
struct bill {
  int day = 1;
  account from = account::checking;
  role what = role::other_expense;
  std::int64_t amount = 0;
  int percent = 0;
  std::string_view payee;
  std::string_view note{};
};

constexpr bill bills[] = {
    {1, account::checking, role::rent, -1'690'00, 0, "Maple Court Apartments", "Rent"},
    {2, account::card, role::leisure, -42'00, 0, "Riverside Gym", "Family membership"},
    {3, account::checking, role::insurance, -18'40, 0, "Harbor Mutual", "Renters insurance"},
    {4, account::card, role::leisure, -15'99, 0, "Lumen Streaming"},
    {5, account::checking, role::children, -235'00, 0, "Oakhill After-School Club"},
    {7, account::card, role::gifts, -25'00, 0, "City Food Bank", "Monthly donation"},
    {8, account::card, role::leisure, -10'99, 0, "Cadence Music"},
    {11, account::checking, role::utilities, -52'00, 12, "Municipal Water"},
    {12, account::card, role::other_expense, -2'99, 0, "Attic Cloud Storage"},
    {14, account::card, role::utilities, -64'99, 0, "Fibernet", "Internet"},
    {18, account::card, role::utilities, -84'00, 4, "Beacon Mobile", "Four lines"},
    {20, account::checking, role::insurance, -121'30, 0, "Harbor Mutual", "Car insurance"},
    {22, account::card, role::leisure, -8'00, 0, "The Morning Courier", "Subscription"},
};

/// What one month of the year brings.
struct seasonal {
  int month = 1;
  bill what;
};

constexpr seasonal seasons[] = {
    {1, {6, account::card, role::fees, -95'00, 0, "Card annual fee"}},
    {1, {19, account::card, role::education, -260'00, 10, "Evening College", "Course fee"}},
    {2, {10, account::card, role::health, -120'00, 30, "Linden Dental", "Check-up"}},
    {2, {21, account::card, role::gifts, -65'00, 30, "Toy Corner", "Birthday, Mia"}},
    {3, {22, account::checking, role::other_income, 640'00, 35, "Tax office", "Tax refund"}},
    {4, {9, account::card, role::transport, -310'00, 40, "Pit Stop Garage", "Service, brakes"}},
    {4, {15, account::checking, role::taxes, -148'00, 20, "County treasurer"}},
    {5, {13, account::card, role::travel, -820'00, 15, "Skyline Air", "Summer flights"}},
    {6, {4, account::checking, role::taxes, -96'00, 0, "Motor vehicle office", "Registration"}},
    {6, {17, account::card, role::gifts, -70'00, 30, "Page & Quill Books", "Birthday, Sam"}},
    {7, {2, account::checking, role::children, -410'00, 0, "Lakeside Summer Camp"}},
    {7, {9, account::card, role::travel, -1'180'00, 12, "Seaview Cottages", "Two weeks"}},
    {7, {13, account::card, role::travel, -160'00, 30, "Coastal Car Hire"}},
    {7, {16, account::card, role::leisure, -88'00, 25, "Harbor Boat Tours"}},
    {8, {12, account::card, role::health, -120'00, 30, "Linden Dental", "Check-up"}},
    {8, {24, account::card, role::education, -140'00, 25, "Bright Desk", "School supplies"}},
    {9, {15, account::card, role::gifts, -80'00, 30, "Atelier Nine", "Birthday, Alex"}},
    {10, {11, account::card, role::transport, -270'00, 50, "Pit Stop Garage", "Tyres"}},
    {11, {27, account::card, role::shopping, -240'00, 40, "Volt Electronics", "Sale"}},
    {12, {6, account::card, role::gifts, -110'00, 35, "Toy Corner", "Presents"}},
    {12, {12, account::card, role::gifts, -95'00, 35, "Page & Quill Books", "Presents"}},
    {12, {18, account::card, role::travel, -320'00, 25, "Intercity Rail", "To the grandparents"}},
    {12, {19, account::checking, role::salary, 1'150'00, 10, "Halden Instruments", "Bonus"}},
};

constexpr std::array<std::int64_t, 12> electricity{118'00, 110'00, 98'00,  86'00, 84'00, 112'00,
                                                   146'00, 150'00, 118'00, 88'00, 94'00, 112'00};
constexpr std::array<std::int64_t, 12> heating{132'00, 124'00, 98'00, 64'00, 42'00, 30'00,
                                               26'00,  26'00,  30'00, 48'00, 86'00, 120'00};
constexpr int student_loan_months = 84;

civil_date workday_until(civil_date day) {
  while (day.weekday() > 4) day = day.plus_days(-1);
  return day;
}

/// Collects one month's entries.
class month_plan {
public:
  month_plan(std::uint64_t seed, civil_month month, int back)
      : first_(month.first_day()),
        last_(month.last_day()),
        back_(back),
        level_(price_level(back)),
        // Rises come with January.
        pay_level_(price_level(back + static_cast<int>(first_.month()) - 1)),
        chance_(seed, static_cast<std::uint64_t>(month.index()) * 2) {}

  void add_pay() {
    pay(workday_until(last_), 3'980'00, "Halden Instruments");
    pay(workday_until(first_.plus_days(14)), 2'640'00, "Brookside School District");
    add({last_.plus_days(-1),
         account::savings,
         {},
         role::other_income,
         now(14'20, 15),
         "Harbor Savings Bank",
         "Interest"});
  }
  void add_bill(const bill& b) {
    add({first_.plus_days(b.day - 1),
         b.from,
         {},
         b.what,
         now(b.amount, b.percent),
         b.payee,
         b.note});
  }
  void add_energy() {
    const auto at = first_.month() - 1;
    add_bill({6, account::checking, role::utilities, -electricity[at], 8, "Tri-County Electric"});
    add_bill({9, account::checking, role::utilities, -heating[at], 10, "Valley Gas"});
  }
  void add_loans() {
    if (back_ < student_loan_months)
      add({first_.plus_days(4),
           account::checking,
           {},
           role::student_loan_payment,
           -204'60,
           "Scholar Loan Servicing",
           {}});
    const auto car = car_loan_in(back_);
    const auto due = first_.plus_days(9);
    if (car.new_car != 0) {
      add({due,
           account::car_loan,
           {},
           role::vehicle_purchase,
           -car.owed_after,
           "Riverside Motors",
           "Financed part"});
      add({due,
           account::savings,
           {},
           role::vehicle_purchase,
           car.owed_after - car.new_car,
           "Riverside Motors",
           "Down payment"});
    }
    if (car.principal == 0) return;
    add({due,
         account::checking,
         account::car_loan,
         {},
         -car.principal,
         "Harbor Auto Finance",
         "Principal"});
    add({due,
         account::checking,
         {},
         role::vehicle_loan_payment,
         -car.interest,
         "Harbor Auto Finance",
         "Interest"});
  }
  void add_transfers() {
    for (const int day : {2, 16})
      add({first_.plus_days(day),
           account::checking,
           account::cash,
           {},
           -80'00,
           "Cash withdrawal",
           {}});
    add({first_.plus_days(15),
         account::checking,
         account::investment,
         {},
         now(-200'00, 0),
         "Index fund",
         "Monthly plan"});
    add({first_.plus_days(22), account::checking, account::card, {}, 0, "Card payment", {}},
        settlement::card_statement);
    add({first_.plus_days(26), account::checking, account::savings, {}, 0, "To savings", {}},
        settlement::spare_money);
  }
  void add_weekly_shop() {
    for (auto day = first_; day <= last_; day = day.plus_days(1)) {
      if (day.weekday() != 5) continue;
      const auto payee = chance_.happens(750) ? "Greenfield Market" : "Wholesale Pantry";
      add({day, account::card, {}, role::groceries, now(-124'00, 30), payee, "Weekly shop"});
    }
  }
  std::vector<planned_entry> take() { return std::move(planned_); }

private:
  void add(const entry& what, settlement settle = settlement::none) {
    planned_.push_back({what, settle});
  }
  void pay(civil_date day, std::int64_t amount, std::string_view employer) {
    add({day,
         account::checking,
         {},
         role::salary,
         amount * pay_level_ / million,
         employer,
         "Salary"});
  }
  std::int64_t now(std::int64_t amount, int percent) {
    return chance_.around(amount * level_ / million, percent);
  }

  civil_date first_;
  civil_date last_;
  int back_;
  std::int64_t level_;
  std::int64_t pay_level_;
  random_source chance_;
  std::vector<planned_entry> planned_;
};

}  // namespace

std::vector<planned_entry> fixed_entries(std::uint64_t seed, civil_month month,
                                         int months_before_today) {
  month_plan plan{seed, month, months_before_today};
  plan.add_pay();
  for (const auto& each : bills) plan.add_bill(each);
  plan.add_energy();
  plan.add_loans();
  plan.add_transfers();
  plan.add_weekly_shop();
  for (const auto& [season, what] : seasons)
    if (season == static_cast<int>(month.first_day().month())) plan.add_bill(what);
  return plan.take();
}

}  // namespace smartfin::demo
