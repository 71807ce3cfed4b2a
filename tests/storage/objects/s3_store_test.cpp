#include <catch2/catch_test_macros.hpp>

#include "storage/storage_failure.hpp"
#include "tests/storage/objects/store_forms.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/tls_impostor.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;
using smartfin::test::eventually;

namespace {

s3_options options_of(const tls_impostor& server) {
  s3_options options{{"smartfin",
                      "localhost:" + std::to_string(server.port()),
                      {"key", "secret", "us-east-1"},
                      server.ca_file()}};
  options.patience = 20s;
  options.first_pause = 1ms;
  return options;
}

/// Answers every request with the same bytes, and hangs up.
tls_impostor answering(std::string answer, std::shared_ptr<int> asked = {}) {
  return tls_impostor{[answer = std::move(answer), asked](tls_impostor::visitor& guest) {
    if (guest.read().empty()) return;
    if (asked) ++*asked;
    guest.write(answer);
  }};
}

}  // namespace

TEST_CASE("a bucket that is away fails soon, is left alone, and is used again when it is back") {
  require_s3();
  dev_server server{"s3"};
  auto options = options_of(server);
  options.circuit = {0, 1ms, 1ms};
  const auto store = make_s3_store(options);
  put(*store, "ab/1", "one");
  server.kill();
  CHECK_THROWS_AS(store->read("ab/1", {0, 3}), storage_failure);
  CHECK_FALSE(store->counts().available);
  CHECK(store->counts().failures == 1);
  server.start();
  CHECK(eventually(
      [&] {
        try {
          return store->read("ab/1", {0, 3}) == "one";
        } catch (const storage_failure&) {
          return false;
        }
      },
      20s));
  CHECK(store->counts().available);
}

TEST_CASE("a wrong secret, key, bucket and authority are failures") {
  require_s3();
  const dev_server server{"s3"};
  const auto fails = [](const s3_options& options) {
    const auto store = make_s3_store(options);
    CHECK_THROWS_AS(put(*store, "ab/1", "x"), storage_failure);
    CHECK_THROWS_AS(store->list("", "", 10), storage_failure);
  };
  auto wrong = options_of(server);
  wrong.place.credentials.secret_key = "guess";
  fails(wrong);
  wrong = options_of(server);
  wrong.place.credentials.access_key = "SOMEBODY";
  fails(wrong);
  wrong = options_of(server);
  wrong.place.bucket = "no-such-bucket";
  fails(wrong);
  const auto other = answering("");
  wrong = options_of(server);
  wrong.place.ca_file = other.ca_file();
  fails(wrong);
}

TEST_CASE("outages are tried again, refusals are not") {
  const auto asked = std::make_shared<int>(0);
  {
    const auto server = answering("HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n", asked);
    CHECK_THROWS_AS(make_s3_store(options_of(server))->size_of("ab/1"), storage_failure);
  }
  CHECK(*asked == 3);
  *asked = 0;
  {
    const auto server = answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", asked);
    CHECK_THROWS_AS(make_s3_store(options_of(server))->size_of("ab/1"), storage_failure);
  }
  CHECK(*asked == 1);
}

TEST_CASE("answers that are none, too long or not what was asked for are failures") {
  const std::string too_long(200'000, 'x');
  for (const auto& answer : std::vector<std::string>{
           "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
           "HTTP/1.1 206 Partial Content\r\nContent-Length: 100\r\n\r\nshort",
           "HTTP/1.1 206 Partial Content\r\nContent-Length: 200000\r\n\r\n" + too_long,
           "HTTP/1.1 302 Found\r\nLocation: https://localhost/x\r\nContent-Length: 0\r\n\r\n",
           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    INFO(answer.substr(0, 60));
    const auto server = answering(answer);
    CHECK_THROWS_AS(make_s3_store(options_of(server))->read("ab/1", {0, 10}), storage_failure);
  }
}

TEST_CASE("a bucket that says nothing, or is not behind TLS, is a failure in time") {
  const auto mute = [](tls_impostor::visitor& guest) {
    while (!guest.read().empty()) {
    }
  };
  const tls_impostor silent{mute};
  auto options = options_of(silent);
  options.patience = 300ms;
  CHECK_THROWS_AS(make_s3_store(options)->read("ab/1", {0, 10}), storage_failure);
  const tls_impostor plain{mute, tls_impostor::speech::plain};
  options = options_of(plain);
  options.patience = 300ms;
  CHECK_THROWS_AS(make_s3_store(options)->read("ab/1", {0, 10}), storage_failure);
}
