#include "tests/cluster/filled.hpp"

#include <string>

#include "domain/civil_date.hpp"
#include "domain/instant.hpp"
#include "domain/money.hpp"
#include "domain/secret.hpp"

namespace smartfin::testing {
namespace {

using json::shape;
using json::shape_kind;

std::uint64_t any_number(std::minstd_rand& random) {
  return (std::uint64_t{random()} << 40) ^ (std::uint64_t{random()} << 20) ^ random();
}

std::string any_text(std::minstd_rand& random) {
  static const std::string parts[] = {"caf\xc3\xa9",      "\"quoted\"", "\\", "\n\t\x01", "",
                                      "\xf0\x9f\x92\xb6", "plain"};
  return parts[random() % std::size(parts)] + std::to_string(random());
}

void fill_integer(const shape& type, void* value, std::minstd_rand& random) {
  auto bits = any_number(random);
  if (type.is_signed) {
    const auto number = static_cast<std::int64_t>(bits);
    const auto highest = static_cast<std::int64_t>(type.highest);
    if (number < type.lowest || number > highest)
      bits = random() % 2 == 0 ? type.highest : static_cast<std::uint64_t>(type.lowest);
  } else if (bits > type.highest) {
    bits = type.highest;
  }
  type.store(value, bits);
}

void fill_list(const shape& type, void* value, std::minstd_rand& random) {
  if (type.place != nullptr) {
    void* place = nullptr;
    for (std::size_t i = 0; (place = type.place(value, i)) != nullptr; ++i)
      fill(type.inner(), place, random);
    return;
  }
  for (auto count = random() % 3 + 1; count > 0; --count)
    fill(type.inner(), type.engage(value), random);
}

}  // namespace

void fill(const shape& type, void* value, std::minstd_rand& random) {
  switch (type.kind) {
    case shape_kind::boolean:
      *static_cast<bool*>(value) = random() % 2 == 0;
      return;
    case shape_kind::integer:
    case shape_kind::id:
      return fill_integer(type, value, random);
    case shape_kind::real:
      *static_cast<double*>(value) = static_cast<double>(random()) / 7 - 1e8;
      return;
    case shape_kind::text:
      *static_cast<std::string*>(value) = any_text(random);
      return;
    case shape_kind::secret:
      *static_cast<secret*>(value) = secret{any_text(random)};
      return;
    case shape_kind::money:
      *static_cast<money*>(value) = {static_cast<std::int64_t>(any_number(random)),
                                     *currency::parse("JPY")};
      return;
    case shape_kind::currency:
      *static_cast<currency*>(value) = *currency::parse(random() % 2 == 0 ? "EUR" : "KWD");
      return;
    case shape_kind::date:
      *static_cast<civil_date*>(value) = *civil_date::parse("2024-02-29");
      return;
    case shape_kind::month:
      *static_cast<civil_month*>(value) = *civil_month::parse("2026-12");
      return;
    case shape_kind::instant:
      *static_cast<instant*>(value) =
          instant{std::chrono::microseconds{1'700'000'000'000'000 + random()}};
      return;
    case shape_kind::enumeration:
      type.store(value, type.enumerators[random() % type.enumerators.size()].bits);
      return;
    case shape_kind::optional:
    case shape_kind::patch:
      if (random() % 4 != 0) fill(type.inner(), type.engage(value), random);
      return;
    case shape_kind::list:
      return fill_list(type, value, random);
    case shape_kind::map:
      return fill(type.inner(), type.insert(value, any_text(random)), random);
    case shape_kind::object:
      for (const auto& member : type.members) fill(member.type(), member.at(value), random);
      return;
  }
}

}  // namespace smartfin::testing
