#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "bank_fixture.hpp"
#include "domain/imports/parse_statement.hpp"
#include "domain/imports/utf8.hpp"

using namespace smartfin;
using namespace smartfin::test;

namespace {

std::string mutated(std::string bytes, const std::string& other, std::mt19937& random) {
  static constexpr std::string_view pieces[] = {"\"",
                                                "\"\"",
                                                "\r",
                                                "\r\r\n",
                                                "\n",
                                                ",",
                                                ";",
                                                "\t",
                                                "<",
                                                ">",
                                                "</",
                                                "<STMTTRN>",
                                                "</STMTTRN>",
                                                "<![CDATA[",
                                                "<!DOCTYPE a [<!ENTITY b \"",
                                                "&",
                                                "&#x110000;",
                                                "&amp;",
                                                "\xFF\xFE",
                                                "\xC3",
                                                std::string_view{"\0", 1},
                                                "-",
                                                "9999999999999999999",
                                                "1e9",
                                                "(",
                                                ")",
                                                "<OFX>",
                                                "</OFX>",
                                                "\xE2\x80\xAE",
                                                "31.12.9999",
                                                "00/00/0000"};
  const auto pick = [&random](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
  for (auto changes = 1 + pick(6); changes > 0; --changes) {
    const auto at = pick(bytes.size() + 1);
    switch (pick(6)) {
      case 0:
        bytes.insert(at, pieces[pick(std::size(pieces))]);
        break;
      case 1:
        bytes.erase(at, pick(40));
        break;
      case 2:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random());
        break;
      case 3:
        bytes.insert(at, bytes.substr(pick(bytes.size()), pick(200)));
        break;
      case 4:
        bytes.resize(at);
        break;
      default:
        bytes.insert(at, other.substr(pick(other.size()), pick(100)));
    }
  }
  return bytes;
}

std::size_t lines_of(const std::string& bytes) {
  return 1 + static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(),
                                                    [](char c) { return c == '\n' || c == '\r'; }));
}

void check_sane(const std::string& bytes) {
  const auto parsed = parse_statement(bytes, {});
  if (!parsed) {
    if (parsed.error().code == import_errc::none || parsed.error().message.empty())
      FAIL("an empty refusal");
    if (!is_valid_utf8(parsed.error().message)) FAIL("a refusal that is no UTF-8");
    return;
  }
  // UTF-16 read out of a broken file may turn any two bytes into a line end.
  const auto lines = lines_of(bytes) + bytes.size() / 2;
  for (const auto& row : parsed->rows) {
    const bool texts = is_valid_utf8(row.payee) && is_valid_utf8(row.note) &&
                       row.payee.size() <= payee_bytes_max && row.note.size() <= note_bytes_max &&
                       is_valid_utf8(row.bank_id.value_or(""));
    if (!texts || row.line == 0 || row.line > lines || row.account >= parsed->accounts.size())
      FAIL("an insane row of:\n" << bytes);
  }
  for (const auto& row : parsed->rejected)
    if (row.reason.empty() || row.line == 0 || row.line > lines)
      FAIL("an insane rejection of:\n" << bytes);
  if (parsed->rows_read != parsed->rows.size() + parsed->rejected_count) FAIL("rows do not add up");
}

}  // namespace

TEST_CASE("20,000 damaged files give a refusal or sane rows, never anything else") {
  const unsigned seed = 20240331;
  CAPTURE(seed);
  std::mt19937 random{seed};
  auto truth = random_account(random, id_style::unique);
  truth.resize(std::min<std::size_t>(truth.size(), 8));
  std::vector<std::string> samples{as_ofx(truth, false), as_ofx(truth, true)};
  for (int dialect = 0; dialect < csv_dialects; ++dialect)
    samples.push_back(as_csv(truth, dialect));
  for (int i = 0; i < 20'000; ++i) {
    const auto& sample = samples[random() % samples.size()];
    check_sane(mutated(sample, samples[random() % samples.size()], random));
  }
  SUCCEED();
}
