#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "storage/cache/memory_cache.hpp"
#include "storage/cache/redis_cache.hpp"
#include "storage/cache/tiered_cache.hpp"
#include "tests/storage/cache/test_redis.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

class memory_tier {
public:
  std::unique_ptr<cache> open() const { return std::make_unique<memory_cache>(8 << 20); }
};

class redis_tier {
public:
  redis_tier() : place_(test_redis()) {}
  std::unique_ptr<cache> open() const { return make_redis_cache(patient(place_), keys_); }

private:
  redis_place place_;
  vault keys_{key_bytes::random()};
};

class both_tiers {
public:
  std::unique_ptr<cache> open() const {
    return make_tiered_cache(std::make_unique<memory_cache>(8 << 20), far_.open(), 1h);
  }

private:
  redis_tier far_;
};

}  // namespace

TEMPLATE_TEST_CASE("an answer is found under exactly its key", "[cache]", memory_tier, redis_tier,
                   both_tiers) {
  const TestType tier;
  const auto kept = tier.open();
  CHECK_FALSE(kept->get("spending:7:1"));
  kept->put("spending:7:1", "first", 1h);
  kept->put("spending:7:2", std::string{"zero\0inside", 11}, 1h);
  CHECK(kept->get("spending:7:1") == "first");
  CHECK(kept->get("spending:7:2") == std::string{"zero\0inside", 11});
  CHECK_FALSE(kept->get("spending:7:3"));
  kept->put("spending:7:1", "second", 1h);
  CHECK(kept->get("spending:7:1") == "second");
  kept->put("nothing", "", 1h);
  CHECK(kept->get("nothing") == "");
  CHECK(kept->counts().front().hits == 4);
  CHECK(kept->counts().front().misses == 2);
  CHECK(kept->counts().front().failures == 0);
}

TEMPLATE_TEST_CASE("a large answer comes back whole", "[cache]", memory_tier, redis_tier,
                   both_tiers) {
  const TestType tier;
  const auto kept = tier.open();
  std::string large(3 << 20, 'x');
  large[1'234'567] = 'y';
  kept->put("large", large, 1h);
  CHECK(kept->get("large") == large);
}

TEST_CASE("a full memory forgets what was used longest ago") {
  memory_cache kept{4'000};
  const std::string value(1'000, 'v');
  for (const char* key : {"a", "b", "c"}) kept.put(key, value, 1h);
  CHECK(kept.get("a"));
  kept.put("d", value, 1h);
  CHECK(kept.get("a"));
  CHECK_FALSE(kept.get("b"));
  CHECK(kept.get("c"));
  kept.put("too large", std::string(5'000, 'v'), 1h);
  CHECK_FALSE(kept.get("too large"));
  CHECK(kept.get("c"));
  CHECK(kept.counts().front().bytes <= 4'000);
}

TEST_CASE("what has outlived its time is a miss") {
  memory_cache::time_point now{};
  memory_cache kept{100'000, [&] { return now; }};
  kept.put("key", "value", 10s);
  now += 9s;
  CHECK(kept.get("key"));
  now += 1s;
  CHECK_FALSE(kept.get("key"));
  CHECK(kept.counts().front().bytes == 0);
}

TEST_CASE("what only the far tier knows is near from then on") {
  auto far = std::make_unique<memory_cache>(100'000);
  auto& there = *far;
  far->put("key", "value", 1h);
  const auto kept = make_tiered_cache(std::make_unique<memory_cache>(100'000), std::move(far), 1h);
  CHECK(kept->get("key") == "value");
  CHECK(kept->get("key") == "value");
  CHECK(there.counts().front().hits == 1);
}
