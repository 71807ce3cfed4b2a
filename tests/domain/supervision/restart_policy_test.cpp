#include "domain/supervision/restart_policy.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <vector>

using namespace smartfin;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

const std::chrono::steady_clock::time_point epoch{1000h};

/// A failure `at` after the epoch; `ran_for` before it, or none when it failed to start.
struct failure_row {
  milliseconds at;
  std::optional<milliseconds> ran_for;
  std::optional<milliseconds> delay;  // none: give up
};

struct story {
  const char* name;
  restart_limits limits;
  std::vector<failure_row> rows;
};

const restart_limits patient{
    .intensity = 100, .period = 10s, .delay_min = 100ms, .delay_max = 1000ms, .healthy_run = 30s};

restart_limits with_intensity(int intensity) {
  auto limits = patient;
  limits.intensity = intensity;
  return limits;
}

const std::vector<story> stories{
    {"the delay doubles up to its cap and stays there",
     patient,
     {{0s, 1s, 100ms},
      {2s, 1s, 200ms},
      {4s, 1s, 400ms},
      {6s, 1s, 800ms},
      {8s, 1s, 1000ms},
      {10s, 1s, 1000ms}}},
    {"a healthy run resets the delay, a run one millisecond shorter does not",
     patient,
     {{0s, 1s, 100ms},
      {60s, 29'999ms, 200ms},
      {120s, 30s, 100ms},
      {180s, 1s, 200ms},
      {240s, 50s, 100ms}}},
    {"a failed start continues the row, however long ago the last run was",
     patient,
     {{0s, 1s, 100ms}, {100s, std::nullopt, 200ms}, {200s, std::nullopt, 400ms}}},
    {"the intensity is allowed and one more within the period is not",
     with_intensity(2),
     {{0s, 1s, 100ms}, {5s, 1s, 200ms}, {10s, 1s, std::nullopt}}},
    {"a failure older than the period no longer counts",
     with_intensity(2),
     {{0s, 1s, 100ms}, {5s, 1s, 200ms}, {10'001ms, 1s, 400ms}, {10'002ms, 1s, std::nullopt}}},
    {"an intensity of zero gives up at the first failure",
     with_intensity(0),
     {{0s, 60s, std::nullopt}}},
    {"failures at one instant all count",
     with_intensity(3),
     {{0s, 0s, 100ms}, {0s, 0s, 200ms}, {0s, 0s, 400ms}, {0s, 0s, std::nullopt}}},
};

}  // namespace

TEST_CASE("a restart policy follows OTP's window and a doubling delay") {
  const auto& story = stories[GENERATE(range(std::size_t{0}, stories.size()))];
  restart_window window;
  restart_backoff backoff;
  for (const auto& row : story.rows) {
    INFO(story.name << ", failure at " << row.at.count() << " ms");
    if (row.ran_for) backoff.started(epoch + row.at - *row.ran_for);
    const auto decision = on_failure(window, backoff, epoch + row.at, story.limits);
    const auto* restart = std::get_if<restart_after>(&decision);
    REQUIRE((restart != nullptr) == row.delay.has_value());
    if (restart) CHECK(restart->delay.count() == row.delay->count());
  }
}

TEST_CASE("after giving up, forgetting makes a fresh start") {
  const auto limits = with_intensity(1);
  restart_window window;
  restart_backoff backoff;
  CHECK(on_failure(window, backoff, epoch, limits) == restart_decision{restart_after{100ms}});
  CHECK(on_failure(window, backoff, epoch, limits) == restart_decision{give_up{}});
  window.forget();
  backoff.forget();
  CHECK(on_failure(window, backoff, epoch, limits) == restart_decision{restart_after{100ms}});
}

TEST_CASE("a supervisor that never gives up keeps the delay at its cap for ever") {
  const restart_limits limits{.intensity = 1'000'000,
                              .period = 1h,
                              .delay_min = 1ms,
                              .delay_max = milliseconds::max(),
                              .healthy_run = 1h};
  restart_window window;
  restart_backoff backoff;
  milliseconds last{0};
  for (int i = 0; i < 200; ++i) {
    const auto decision = on_failure(window, backoff, epoch, limits);
    const auto delay = std::get<restart_after>(decision).delay;
    CHECK(delay >= last);
    last = delay;
  }
  CHECK(last == milliseconds::max());
}

TEST_CASE("a minimum above the cap counts as the cap") {
  auto limits = patient;
  limits.delay_min = 5s;
  restart_backoff backoff;
  CHECK(backoff.next_delay(epoch, limits) == limits.delay_max);
}
