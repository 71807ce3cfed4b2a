#include <catch2/catch_test_macros.hpp>

#include <zlib.h>

#include "http/front/gzip.hpp"
#include "tests/http/front/front_fixture.hpp"

using namespace smartfin::http;

namespace {

std::string gunzip(std::string packed) {
  z_stream z{};
  std::string text(1 << 20, '\0');
  if (inflateInit2(&z, 15 + 16) != Z_OK) return "no memory";
  z.next_in = reinterpret_cast<Bytef*>(packed.data());
  z.avail_in = static_cast<uInt>(packed.size());
  z.next_out = reinterpret_cast<Bytef*>(text.data());
  z.avail_out = static_cast<uInt>(text.size());
  const bool whole = inflate(&z, Z_FINISH) == Z_STREAM_END;
  inflateEnd(&z);
  return whole ? text.substr(0, z.total_out) : "not gzip";
}

}  // namespace

TEST_CASE("a large text is compressed for those who take it, and others are told that it differs") {
  echo_front server;
  auto client = server.client();
  const std::string path = "/" + std::string(2000, 'p');
  const auto plain = client.ask(get(path));
  CHECK_FALSE(plain->header("Content-Encoding"));
  CHECK(plain->header("Vary") == "Accept-Encoding");
  for (int i = 0; i < 3; ++i) {  // the encoder is used again
    const auto packed = client.ask(get(path, "Accept-Encoding: br, gzip;q=0.5\r\n"));
    CHECK(packed->header("Content-Encoding") == "gzip");
    CHECK(packed->header("Vary") == "Accept-Encoding");
    CHECK(packed->body.size() < 200);
    CHECK(gunzip(packed->body) == plain->body);
  }
  const auto small = client.ask(get("/s", "Accept-Encoding: gzip\r\n"));
  CHECK_FALSE(small->header("Content-Encoding"));
  CHECK(small->body == "GET /s []");
}

TEST_CASE("Accept-Encoding is read by its weights") {
  for (const char* yes : {"gzip", "GZIP", "deflate, gzip", "*", "br;q=1, gzip;q=0.001", "x-gzip"})
    CHECK(accepts_gzip(yes));
  for (const char* no : {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "gzip;q=0, *", "gzipped"})
    CHECK_FALSE(accepts_gzip(no));
}

TEST_CASE("parameters are decoded and malformed escapes stay") {
  request asked;
  asked.query_string = "a=1&b=x+y%20z&c&d=%zz&a=2&%61b=3&&=4";
  CHECK(asked.query("a") == "1");
  CHECK(asked.query("b") == "x y z");
  CHECK(asked.query("c") == "");
  CHECK(asked.query("d") == "%zz");
  CHECK(asked.query("ab") == "3");
  CHECK_FALSE(asked.query("e"));
  CHECK(asked.query_parameters().size() == 7);
  CHECK(percent_decode("%41+%2f") == "A+/");
  CHECK_FALSE(percent_decode("%4"));
  asked.headers = {{"Content-Type", "a"}, {"content-type", "b"}};
  CHECK(asked.header("CONTENT-TYPE") == "a");
  CHECK(asked.header("Accept").empty());
}
