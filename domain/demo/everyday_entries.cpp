#include <algorithm>
#include <span>

#include "domain/demo/household.hpp"
#include "domain/demo/random_source.hpp"

namespace smartfin::demo {
namespace {

using role = category_role;
constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t cents_min = 40;

constexpr std::string_view groceries[] = {"Greenfield Market", "Corner Grocery", "Sunrise Bakery",
                                          "Wholesale Pantry",  "Farmers Market", "Harvest Co-op"};
constexpr std::string_view eating_out[] = {"Blue Door Cafe", "Noodle House",   "Taqueria Luna",
                                           "Daily Grind",    "Pizzeria Volta", "Saffron Kitchen",
                                           "The Copper Pan", "Canteen 21"};
constexpr std::string_view delivery[] = {"DoorDish", "Wok To Go", "Pronto Pizza Delivery"};
constexpr std::string_view transport[] = {"Junction Fuel", "Metro Transit", "Parkway Garage",
                                          "Junction Fuel", "City Cabs",     "Clear Car Wash"};
constexpr std::string_view shopping[] = {"Volt Electronics", "Thread & Loom",   "Home Harbor",
                                         "Stride Shoes",     "Everyday Living", "Fern & Pot Garden",
                                         "Parcel Post Shop"};
constexpr std::string_view leisure[] = {"Orpheum Cinema", "Rock Hall Climbing", "Pinball Palace",
                                        "City Museum",    "Page & Quill Books", "Bowl-O-Rama"};
constexpr std::string_view health[] = {"Wellspring Pharmacy", "Family Doctors", "Clearview Optics"};
constexpr std::string_view children[] = {"Oakhill School Lunches", "Junior Soccer League",
                                         "Little Notes Music School", "Toy Corner"};
constexpr std::string_view gifts[] = {"Petal Florist", "Card & Ribbon", "School Fundraiser"};
constexpr std::string_view other[] = {"Scissors & Co", "Fresh Press Laundry", "Key & Shoe Repair",
                                      "Post Office", "Paws Vet Clinic"};
constexpr std::string_view refunds[] = {"Volt Electronics", "Thread & Loom", "Stride Shoes"};
constexpr std::string_view reasons[] = {
    "Birthday dinner",    "With the Parkers",  "For the office party",
    "School trip",        "Shared with Robin", "Replacement for the old one",
    "Before the holiday", "Half is Sam's",     "Paid back in cash"};

/// One kind of purchase: its share of all of them, and what the household has for it each month, in cents of today.
struct habit {
  role what;
  int weight = 0;
  std::int64_t monthly = 0;  // positive comes back
  int cash_per_mille = 0;
  std::span<const std::string_view> payees;
};

const habit habits[] = {
    {role::groceries, 17, -260'00, 60, groceries},
    {role::eating_out, 24, -330'00, 140, eating_out},
    {role::food_delivery, 5, -105'00, 0, delivery},
    {role::transport, 15, -265'00, 60, transport},
    {role::shopping, 13, -270'00, 30, shopping},
    {role::leisure, 7, -110'00, 200, leisure},
    {role::health, 3, -75'00, 0, health},
    {role::children, 7, -120'00, 150, children},
    {role::gifts, 2, -35'00, 200, gifts},
    {role::other_expense, 4, -70'00, 250, other},
    {role::uncategorised_expense, 2, -25'00, 0, other},
    {role::refund, 1, 28'00, 0, refunds},
};
constexpr int weights = 100;

const habit& pick_habit(random_source& chance) {
  auto at = chance.between(0, weights - 1);
  for (const auto& each : habits)
    if ((at -= each.weight) < 0) return each;
  return habits[0];
}

/// Saturdays count twice.
civil_date pick_day(random_source& chance, civil_date first, civil_date last) {
  const auto any = [&] {
    return first.plus_days(static_cast<int>(chance.between(0, last.days() - first.days())));
  };
  const auto day = any();
  return day.weekday() == 5 || chance.happens(850) ? day : any();
}

}  // namespace

std::vector<planned_entry> everyday_entries(std::uint64_t seed, const everyday_span& span) {
  const civil_month month{span.first};
  random_source chance{seed, static_cast<std::uint64_t>(month.index()) * 2 + 1};
  const auto level = price_level(span.months_before_today);
  const auto days = span.last.days() - span.first.days() + 1;
  const auto days_of_month = month.last_day().days() - month.first_day().days() + 1;
  std::vector<planned_entry> planned;
  planned.reserve(static_cast<std::size_t>(span.count));
  for (std::int64_t i = 0; i < span.count; ++i) {
    const auto& habit = pick_habit(chance);
    // As many of a kind as its weight says, together worth the money of so many days.
    const auto mean = habit.monthly * level / million * days * weights /
                      (days_of_month * habit.weight * span.count);
    auto amount = chance.around(mean, 75);
    if (std::abs(amount) < cents_min) amount = habit.monthly < 0 ? -cents_min : cents_min;
    entry what{pick_day(chance, span.first, span.last),
               account::card,
               {},
               habit.what,
               amount,
               chance.pick(habit.payees),
               {}};
    if (chance.happens(60)) what.note = chance.pick(reasons);
    const bool in_cash = chance.happens(habit.cash_per_mille);
    if (in_cash)
      what.from = account::cash;
    else if (chance.happens(220))
      what.from = account::checking;
    planned.push_back({what, in_cash ? settlement::cash_if_any : settlement::none});
  }
  return planned;
}

}  // namespace smartfin::demo
