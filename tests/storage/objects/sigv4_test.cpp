#include <catch2/catch_test_macros.hpp>

#include "storage/objects/s3_store.hpp"

using namespace smartfin;

namespace {

const s3_credentials example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                             "us-east-1"};
const auto nothing = s3_payload_hash("");

std::string signature_of(const s3_request& request) {
  const auto at = parse_rfc3339("2013-05-24T00:00:00Z").value();
  const auto authorization = signed_headers(request, example, at).at("Authorization");
  return authorization.substr(authorization.find("Signature=") + 10);
}

}  // namespace

// The examples of "Authenticating Requests: Using the Authorization Header" in the Amazon S3 API Reference.
TEST_CASE("requests are signed as in Amazon's own examples") {
  const std::string host = "examplebucket.s3.amazonaws.com";
  CHECK(nothing == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(signature_of({"GET", host, "/test.txt", {}, {{"range", "bytes=0-9"}}, nothing}) ==
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  CHECK(signature_of({"PUT",
                      host,
                      "/test$file.text",
                      {},
                      {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                       {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                      s3_payload_hash("Welcome to Amazon S3.")}) ==
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  CHECK(signature_of({"GET", host, "/", {{"lifecycle", ""}}, {}, nothing}) ==
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  CHECK(signature_of({"GET", host, "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, nothing}) ==
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("an S3 URL names bucket, endpoint and region, and always means TLS") {
  const auto place =
      parse_s3_url("s3://my-bucket?endpoint=https://s3.example.org:9000&region=eu-west-1");
  REQUIRE(place);
  CHECK(place->bucket == "my-bucket");
  CHECK(place->host == "s3.example.org:9000");
  CHECK(place->credentials.region == "eu-west-1");
  CHECK(parse_s3_url("s3://abc?endpoint=https://h:443/")->host == "h");
  CHECK(parse_s3_url("s3://abc?endpoint=https://h")->credentials.region == "us-east-1");
  for (const char* bad : {"", "s3://", "s3://abc", "s3://ab?endpoint=https://h",
                          "s3://abc?endpoint=http://h", "s3://abc?endpoint=https://",
                          "s3://a_b?endpoint=https://h", "s3://abc?endpoint=https://h/x",
                          "s3://abc?endpoint=https://user@h", "s3://abc?endpoint=https://h&x=1",
                          "s3://abc?endpoint=https://h&region=", "http://abc?endpoint=https://h"}) {
    INFO(bad);
    CHECK_FALSE(parse_s3_url(bad));
  }
}
