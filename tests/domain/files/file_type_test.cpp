#include <catch2/catch_test_macros.hpp>

#include "domain/files/file_type.hpp"

using namespace smartfin;
using namespace std::string_view_literals;

TEST_CASE("a file's type is found by its content, not by its name") {
  CHECK(detect_file_type("%PDF-1.7", "a.txt") == "application/pdf");
  CHECK(detect_file_type("\x89PNG\r\n\x1A\n\0\0"sv, "a") == "image/png");
  CHECK(detect_file_type("\xFF\xD8\xFF\xE0"sv, "a") == "image/jpeg");
  CHECK(detect_file_type("RIFF\x01\0\0\0WEBPVP8 "sv, "a") == "image/webp");
  CHECK(detect_file_type("\nOFXHEADER:100\n", "a") == "application/x-ofx");
  CHECK(detect_file_type("<?xml version=\"1.0\"?><?OFX VERSION=\"200\"?>", "a") ==
        "application/x-ofx");
  CHECK(detect_file_type("Date,Amount\n", "a.CSV") == "text/csv");
  CHECK(detect_file_type("Date,Amount\n", "a.png") == "text/plain");
  for (const auto content : {""sv, "MZ\0\1"sv,
                             "\x7F"
                             "ELF"sv,
                             "RIFF\1\0\0\0WAVE"sv, "a\0b"sv, "\xC3"sv,
                             "\xFF\xFE"
                             "a"sv})
    CHECK_FALSE(detect_file_type(content, "a.txt"));
}

TEST_CASE("a text is a text although the part that is looked at ends inside a character") {
  for (std::size_t before = file_type_head_bytes - 3; before <= file_type_head_bytes; ++before)
    CHECK(detect_file_type(std::string(before, 'x') + "\xE2\x82\xAC\xE2\x82\xAC", "a") ==
          "text/plain");
}

TEST_CASE("a content may be called what it is, any text where it is one, or nothing") {
  CHECK(agrees_with("application/pdf", "application/pdf"));
  CHECK(agrees_with("Text/Plain; charset=utf-8", "text/csv"));
  CHECK(agrees_with("application/octet-stream", "image/png"));
  CHECK(agrees_with("", "image/png"));
  CHECK_FALSE(agrees_with("image/jpeg", "image/png"));
  CHECK_FALSE(agrees_with("text/plain", "application/pdf"));
}

TEST_CASE("a file's name is one that no system makes a path of") {
  for (const auto name : {"a"sv, "Vertrag \xC3\xA4.pdf"sv, ".hidden"sv, "a..b"sv})
    CHECK(is_file_name(name));
  for (const auto name : {""sv, "."sv, ".."sv, "a/b"sv, "a\\b"sv, "a\0b"sv, "a\nb"sv, "\xFF"sv})
    CHECK_FALSE(is_file_name(name));
  CHECK(is_file_name(std::string(255, 'x')));
  CHECK_FALSE(is_file_name(std::string(256, 'x')));
}
