#include <soci/session.h>

#include <catch2/catch_test_macros.hpp>

#include "storage/analytics/analytics_repository.hpp"
#include "storage/analytics/analytics_schema.hpp"
#include "storage/storage_failure.hpp"
#include "tests/storage/store_places.hpp"

using namespace smartfin;
using namespace smartfin::testing;

// What only a PostgreSQL with TimescaleDB has: tests/support/with-timescaledb runs these.

namespace {

/// A schema on that server.
class timescale_place {
public:
  timescale_place() {
    if (count("SELECT COUNT(*) FROM pg_extension WHERE extname = 'timescaledb'") == 0)
      SKIP("not started by tests/support/with-timescaledb");
  }
  void install(std::span<const migration> steps) { migrate(session_, "analytics", steps); }
  int count(const std::string& sql) {
    int found = -1;
    *session_.connection() << sql, soci::into(found);
    return found;
  }
  int hypertables() {
    return count(
        "SELECT COUNT(*) FROM timescaledb_information.hypertables "
        "WHERE hypertable_schema = current_schema()");
  }
  sql_session& session() { return session_; }

private:
  postgres_place place_;
  sql_session session_ = place_.database().open(session_mode::write);
};

/// The same steps as a server without TimescaleDB is told them.
std::vector<migration> plain_steps() {
  std::vector<migration> steps;
  for (auto step : analytics_migrations()) {
    step.timescale = {};
    steps.push_back(step);
  }
  return steps;
}

day_total total_on(const char* day) {
  return {{*civil_date::parse(day), {5}, {-6}, currency::usd()}, {split_sum::of(1), 1}};
}

}  // namespace

TEST_CASE("day totals are a hypertable whose chunks are ten years (timescale, postgres)") {
  timescale_place place;
  place.install(analytics_migrations());
  place.install(analytics_migrations());
  CHECK(place.hypertables() == 1);
  const auto rows = make_sql_analytics_repository(place.session());
  for (const auto* day : {"0001-01-01", "2026-01-01", "2026-06-01", "9999-12-31"})
    rows->add_to_days({1}, std::vector{total_on(day)});
  CHECK(place.count("SELECT COUNT(*) FROM timescaledb_information.chunks "
                    "WHERE hypertable_schema = current_schema()") == 3);
  CHECK(rows->day_totals({1}, {*civil_date::parse("0001-01-01"), *civil_date::parse("9999-12-31")})
            .size() == 4);
}

TEST_CASE("tables from before TimescaleDB came stay as they are (timescale, postgres)") {
  timescale_place place;
  place.install(plain_steps());
  CHECK_NOTHROW(place.install(analytics_migrations()));
  CHECK(place.hypertables() == 0);
}

TEST_CASE(
    "hypertables are not taken for what a program without them has made (timescale, postgres)") {
  timescale_place place;
  place.install(analytics_migrations());
  CHECK_THROWS_AS(place.install(plain_steps()), storage_refusal);
  CHECK(place.hypertables() == 1);
}
