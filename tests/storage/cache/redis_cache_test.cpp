#include <catch2/catch_test_macros.hpp>

#include "storage/net/tls_stream.hpp"
#include "storage/storage_failure.hpp"
#include "tests/storage/cache/test_redis.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/tls_impostor.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;
using smartfin::test::eventually;

namespace {

time_limit soon() { return std::chrono::steady_clock::now() + 20s; }

/// One call that has to be a miss by a failure, within what it was given.
void check_fails(const redis_place& place, std::chrono::milliseconds patience = 20s) {
  const vault keys{key_bytes::random()};
  const auto kept = make_redis_cache({place, patience, {0, 1h, 1h}}, keys);
  CHECK_FALSE(kept->get("key"));
  const auto counts = kept->counts().front();
  CHECK(counts.failures == 1);
  CHECK_FALSE(counts.available);
  // Left alone now: neither asked nor waited for.
  CHECK_FALSE(kept->get("key"));
  kept->put("key", "value", 1h);
  CHECK(kept->counts().front().failures == 1);
}

redis_place place_of(const tls_impostor& server) {
  return {{"localhost", static_cast<std::uint16_t>(server.port()), server.ca_file()},
          "smartfin",
          "secret",
          0};
}

/// Signs in whoever comes, and answers everything else with `reply`.
tls_impostor liar(std::string reply) {
  return tls_impostor{[reply = std::move(reply)](tls_impostor::visitor& guest) {
    guest.read();
    guest.write("+OK\r\n");
    while (!guest.read().empty()) guest.write(reply);
  }};
}

}  // namespace

TEST_CASE("a Redis URL names user, host, port and database, and always means TLS") {
  const auto place = parse_redis_url("rediss://app@redis.example.org:6380/2");
  REQUIRE(place);
  CHECK(place->user == "app");
  CHECK(place->peer.host == "redis.example.org");
  CHECK(place->peer.port == 6380);
  CHECK(place->database == 2);
  CHECK(parse_redis_url("rediss://app@[::1]:1")->peer.host == "::1");
  CHECK(parse_redis_url("rediss://app@host")->peer.port == 6379);
  for (const char* bad : {"", "redis://app@host", "rediss://host", "rediss://@host",
                          "rediss://app:pw@host", "rediss://app@", "rediss://app@host:0",
                          "rediss://app@host:99999", "rediss://app@host:", "rediss://app@host/x",
                          "rediss://app@host/-1", "rediss://app@[::1", "rediss://app@a b"}) {
    INFO(bad);
    CHECK_FALSE(parse_redis_url(bad));
  }
}

TEST_CASE("Redis holds no plain text, and an entry that was changed or moved is a miss") {
  const auto place = test_redis();
  const vault keys{key_bytes::random()};
  const auto kept = make_redis_cache(patient(place), keys);
  kept->put("a", "Corner shop 12.34", 1h);
  kept->put("b", "another", 1h);
  const auto name =
      "sf:" + subject_key{keys.derive("cache")}.lookup("deployment").substr(0, 8) + ":";
  redis_connection redis{place, soon()};
  auto sealed = redis.get(name + "a", soon()).value();
  CHECK(sealed.find("Corner") == std::string::npos);

  redis.set(name + "b", sealed, 1h, soon());
  CHECK_FALSE(kept->get("b"));
  auto& digit = sealed[sealed.size() / 2];
  digit = digit == 'A' ? 'B' : 'A';
  redis.set(name + "a", sealed, 1h, soon());
  CHECK_FALSE(kept->get("a"));
  redis.set(name + "a", "not sealed at all", 1h, soon());
  CHECK_FALSE(kept->get("a"));
  CHECK(kept->counts().front().failures == 3);
  CHECK(kept->counts().front().available);
  kept->put("a", "again", 1h);
  CHECK(kept->get("a") == "again");
}

TEST_CASE("nodes with one master key share what Redis holds, others do not") {
  const auto place = test_redis();
  const vault keys{key_bytes::random()};
  const vault others{key_bytes::random()};
  make_redis_cache(patient(place), keys)->put("key", "value", 1h);
  CHECK(make_redis_cache(patient(place), keys)->get("key") == "value");
  CHECK_FALSE(make_redis_cache(patient(place), others)->get("key"));
}

TEST_CASE("the user of the cache may touch nothing but its keys") {
  redis_connection redis{test_redis(), soon()};
  CHECK_THROWS_AS(redis.set("other", "x", 1h, soon()), storage_failure);
  redis_connection again{test_redis(), soon()};
  CHECK_THROWS_AS(again.get("other", soon()), storage_failure);
}

TEST_CASE("a Redis that dies is left alone, and used again when it is back") {
  require_redis();
  dev_server server{"redis"};
  const vault keys{key_bytes::random()};
  const auto kept = make_redis_cache(patient(place_of(server)), keys);
  kept->put("key", "value", 1h);
  CHECK(kept->get("key") == "value");
  server.kill();
  CHECK_FALSE(kept->get("key"));
  CHECK_FALSE(kept->counts().front().available);
  server.start();
  CHECK(eventually(
      [&] {
        kept->put("key", "value", 1h);
        return kept->get("key") == "value";
      },
      20s));
  CHECK(kept->counts().front().available);
}

TEST_CASE("a wrong password, another's certificate and a wrong name are failures") {
  auto place = test_redis();
  auto wrong = place;
  wrong.password = "guess";
  check_fails(wrong);
  wrong = place;
  wrong.user = "default";
  check_fails(wrong);
  const auto other = liar("$-1\r\n");
  wrong = place;
  wrong.peer.ca_file = other.ca_file();
  check_fails(wrong);
  wrong = place;
  wrong.peer.host = "127.0.0.2";  // loopback as well, and not in the certificate
  check_fails(wrong);
}

TEST_CASE("a server without TLS is a failure") {
  const tls_impostor plain{[](tls_impostor::visitor& guest) {
                             guest.read();
                             guest.write("-ERR unknown command\r\n");
                           },
                           tls_impostor::speech::plain};
  check_fails(place_of(plain));
}

TEST_CASE("answers that are none are failures") {
  for (const char* reply :
       {"garbage\r\n", "*2\r\n$1\r\na\r\n$1\r\nb\r\n", ":12\r\n", "+OK\r\n", "-ERR no\r\n",
        "$-5\r\n", "$3\r\nabc\r\n+more\r\n", "$5\r\nabcdefg\r\n", "\r\n"}) {
    INFO(reply);
    const auto server = liar(reply);
    check_fails(place_of(server));
  }
  for (const char* cut : {"$1\r\n", "$99999999999\r\n", "*99999999\r\n", "$", "+OK"}) {
    INFO(cut);
    const auto server = liar(cut);
    check_fails(place_of(server), 300ms);
  }
}

TEST_CASE("an answer without an end is cut off") {
  const tls_impostor server{[](tls_impostor::visitor& guest) {
    guest.read();
    guest.write("+OK\r\n");
    if (guest.read().empty()) return;
    guest.write("$536870911\r\n");
    const std::string piece(64 * 1024, 'x');
    for (int i = 0; i < 400; ++i) guest.write(piece);
  }};
  check_fails(place_of(server));
}

TEST_CASE("a server that hangs up or says nothing is a failure") {
  const tls_impostor rude{[](tls_impostor::visitor& guest) { guest.read(); }};
  check_fails(place_of(rude));
  const tls_impostor silent{[](tls_impostor::visitor& guest) {
    while (!guest.read().empty()) {
    }
  }};
  check_fails(place_of(silent), 300ms);
  const tls_impostor mute{[](tls_impostor::visitor& guest) {
                            while (!guest.read().empty()) {
                            }
                          },
                          tls_impostor::speech::plain};
  check_fails(place_of(mute), 300ms);
}
