#include <catch2/catch_test_macros.hpp>

#include "domain/imports/clean_text.hpp"
#include "domain/imports/csv_reader.hpp"
#include "domain/imports/encoding.hpp"
#include "domain/imports/format.hpp"

using namespace smartfin;
using namespace std::string_view_literals;

namespace {

/// "line:field|field" per record, fed in pieces of `step` bytes.
std::vector<std::string> records(std::string_view text, std::size_t step,
                                 csv_reader_options options = {}) {
  std::vector<std::string> found;
  csv_reader reader{options, [&](const csv_record& record) {
                      auto& shown = found.emplace_back(std::to_string(record.line) + ":");
                      if (record.fault != csv_fault::none) shown += csv_fault_reason(record.fault);
                      for (std::size_t i = 0; i < record.fields.size(); ++i)
                        shown.append(i ? "|" : "").append(record.fields[i]);
                    }};
  for (std::size_t at = 0; at < text.size(); at += step) reader.feed(text.substr(at, step));
  reader.finish();
  return found;
}
using shown = std::vector<std::string>;

struct read_text {
  text_encoding encoding;
  std::string text;
};

/// Of the bytes, in pieces of `step`.
read_text decoded(std::string_view bytes, std::size_t step = 1) {
  const memory_bytes source{bytes};
  read_text found{detect_encoding(source), {}};
  text_pieces pieces{source, found.encoding, step};
  for (auto piece = pieces.next(); !piece.empty(); piece = pieces.next()) found.text += piece;
  return found;
}

}  // namespace

TEST_CASE("quotes, line breaks in quotes and every line end are read alike in pieces of any size") {
  const auto text =
      "a,\"b, \"\"c\"\"\",\r\n\r\n\"two\r\nlines\",x\r\r\n1,2\r3,4\n\n5\"6, 7 ,\"8\" 9\n\"\""sv;
  const shown expected{"1:a|b, \"c\"|", "3:two\nlines|x", "5:1|2", "6:3|4", "8:5\"6| 7 |8 9", "9:"};
  for (std::size_t step = 1; step < 20; ++step) CHECK(records(text, step) == expected);
}

TEST_CASE("a quote that is never closed costs its own line only") {
  CHECK(records("a,b\n\"c,d\ne,f\ng,h\n", 7) ==
        shown{"1:a|b", "2:A quote is opened and never closed.", "3:e|f", "4:g|h"});
  CHECK(records("\"a\nb\nc\nd,e\n", 100, {.record_lines_max = 2}).back() == "4:d|e");
}

TEST_CASE("lines and rows beyond the limits are faults, not crashes") {
  CHECK(records("aaaaaaaaaa\nb\n", 3, {.line_bytes_max = 5}) ==
        shown{"1:The line is too long.", "2:b"});
  CHECK(records("1,2,3\n1,2\n", 3, {.fields_max = 2}) ==
        shown{"1:The line has too many columns.", "2:1|2"});
}

TEST_CASE("the same text in every encoding becomes the same UTF-8") {
  const std::string expected = "Caf\u00E9 \u20AC5";
  CHECK(decoded("Caf\xC3\xA9 \xE2\x82\xAC"
                "5")
            .text == expected);
  CHECK(decoded("\xEF\xBB\xBF"
                "Caf\xC3\xA9 \xE2\x82\xAC"
                "5")
            .text == expected);
  CHECK(decoded("Caf\xE9 \x80"
                "5")
            .text == expected);
  CHECK(decoded("\xFF\xFE"
                "C\0a\0f\0\xE9\0 \0\xAC\x20"
                "5\0"sv)
            .text == expected);
  CHECK(decoded("\xFE\xFF\0C\0a\0f\0\xE9\0 \x20\xAC\0"
                "5"sv)
            .text == expected);
  CHECK(decoded("C\0a\0f\0\xE9\0 \0\xAC\x20"
                "5\0"sv)
            .encoding == text_encoding::utf16_le);
}

TEST_CASE("a UTF-8 file with one character cut by the bank is still UTF-8") {
  CHECK(decoded("\xC3\xA4 \xC3\xB6 \xC3\xBC \xC3\n").encoding == text_encoding::utf8);
}

TEST_CASE("texts are cleaned: valid, without controls, blanks collapsed, cut between characters") {
  CHECK(clean_text("  a\t\n b\x01\x7F\u200B\u202Ec \xFF ", 100) == "a bc \uFFFD");
  CHECK(clean_text("\u00E4\u00E4\u00E4", 5) == "\u00E4\u00E4");
  CHECK(clean_text("a b", 2) == "a");
  CHECK(clean_text("", 5).empty());
}

TEST_CASE("folding compares what people see as the same") {
  CHECK(fold_text("  Stra\u00DFe  \u00C6r\u00F8 N\u00B0 5, CAF\u00C9-Bar! ") ==
        "strasse aero n 5 cafe bar");
  CHECK(fold_text("\u041C\u041E\u0421\u041A\u0412\u0410") ==
        "\u043C\u043E\u0441\u043A\u0432\u0430");
  CHECK(fold_text("cafe\u0301") == "cafe");
}

TEST_CASE("a format is told by the content, a hint only where the content leaves a doubt") {
  CHECK(detect_text_format("OFXHEADER:100\r\n\r\n<OFX>") == statement_format::ofx1);
  CHECK(detect_text_format("\n\n<ofx><bankmsgsrsv1>") == statement_format::ofx1);
  CHECK(detect_text_format("<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\"?><OFX>",
                           {"text/csv", "a.csv"}) == statement_format::ofx2);
  CHECK(detect_text_format("Date,Amount\n") == statement_format::csv);
  CHECK(detect_text_format("!Type:Bank\nD1/1'24\n") == statement_format::qif);
  CHECK(detect_text_format("some,thing\nelse,here\n") == statement_format::unknown);
  CHECK(detect_text_format("some,thing\nelse,here\n", {"text/csv", ""}) == statement_format::csv);
  CHECK(detect_text_format("PK\x03\x04\0\0\0\0"sv, {"text/csv", "a.csv"}) ==
        statement_format::unknown);
  CHECK(detect_text_format("<!DOCTYPE html><html>", {"", "a.ofx"}) == statement_format::unknown);
}
