#include "bank_fixture.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <memory>

#include "domain/imports/clean_text.hpp"
#include "domain/imports/parse_statement.hpp"

namespace smartfin::test {
namespace {

const auto eur = *currency::parse("EUR");

std::string id_of(id_style style, int day, int row, int serial) {
  switch (style) {
    case id_style::unique:
      return "T" + std::to_string(serial);
    case id_style::per_day:
      return std::to_string(day % 7) + "-" + std::to_string(row);
    case id_style::constant:
      return "0";
  }
  return "";
}

std::string entities(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else
      safe += c;
  }
  return safe;
}

std::string decimal(std::int64_t cents, char mark, char group) {
  auto text = decimal_string({cents, eur});
  const auto point = text.find('.');
  text[point] = mark;
  const std::size_t first = text[0] == '-' ? 1 : 0;
  if (group && point > first + 3) text.insert(point - 3, 1, group);
  return text;
}

std::string day_text(civil_date date, const char* pattern) {
  char text[16];
  const auto year = date.year();
  if (pattern[0] == 'Y') return date.to_string();
  if (pattern[0] == 'd')
    std::snprintf(text, sizeof text, "%02u.%02u.%04d", date.day(), date.month(), year);
  else
    std::snprintf(text, sizeof text, "%02u/%02u/%04d", date.month(), date.day(), year);
  return text;
}

}  // namespace

std::vector<true_row> random_account(std::mt19937& random, id_style ids) {
  static const std::string payees[] = {"REWE Markt GmbH & Co. KG Berlin Mitte Filiale 1234",
                                       "Café Müller",
                                       "CAFE MULLER",
                                       "A < B Trading",
                                       "Stadtwerke",
                                       ""};
  static const std::string notes[] = {"Kartenzahlung", "Kartenzahlung 2", "",
                                      "Rechnung 17; Danke, \"bis bald\""};
  static const std::int64_t amounts[] = {-350, -350, -1299, 250000, -123456, 5};
  const auto pick = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  std::vector<true_row> rows;
  const auto start = *civil_date::from_ymd(2024, 1 + static_cast<unsigned>(pick(12)), 20);
  int serial = 0;
  for (int day = 0; day < 24; ++day) {
    const int count = pick(5);
    for (int i = 0; i < count; ++i) {
      if (i > 0 && pick(3) == 0) {
        rows.push_back(rows.back());  // the same again, on the same day
        rows.back().bank_id = id_of(ids, day, i, ++serial);
        continue;
      }
      rows.push_back({start.plus_days(day), amounts[pick(6)], payees[pick(6)], notes[pick(4)],
                      id_of(ids, day, i, ++serial)});
    }
  }
  return rows;
}

std::string as_ofx(const std::vector<true_row>& rows, bool xml) {
  std::string text = xml ? "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>\n"
                         : "OFXHEADER:100\r\nDATA:OFXSGML\r\n\r\n";
  const auto leaf = [&](const std::string& tag, const std::string& value) {
    text += "<" + tag + ">" + entities(value) + (xml ? "</" + tag + ">\n" : "\r\n");
  };
  text += "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>";
  leaf("CURDEF", "EUR");
  text += "<BANKACCTFROM>";
  leaf("BANKID", "1");
  leaf("ACCTID", "2");
  text += "</BANKACCTFROM><BANKTRANLIST>";
  for (const auto& row : rows) {
    text += "<STMTTRN>";
    leaf("DTPOSTED", day_text(row.date, "Y").erase(4, 1).erase(6, 1) + "120000[+1:CET]");
    leaf("TRNAMT", decimal(row.cents, xml ? '.' : ',', 0));
    leaf("FITID", row.bank_id);
    leaf("NAME", clean_text(row.payee, 32));
    leaf("MEMO", row.payee.empty() ? row.note : "OFX " + row.note);
    text += "</STMTTRN>\n";
  }
  return text + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>";
}

std::string as_csv(const std::vector<true_row>& rows, int dialect) {
  static constexpr char delimiters[csv_dialects] = {',', ';', '\t', '|', ','};
  static constexpr const char* heads[csv_dialects] = {
      "Date,Payee,Memo,Amount", "Buchungstag;Empf\u00E4nger;Verwendungszweck;Betrag",
      "Date\tName\tDescription\tAmount", "Datum|Naam|Omschrijving|Bedrag",
      "Date,Payee,Memo,Amount,Transaction ID"};
  const char delimiter = delimiters[dialect];
  const bool german = dialect == 1, american = dialect == 2, with_ids = dialect == 4;
  const char mark = dialect % 2 ? ',' : '.', group = dialect % 2 ? '.' : ',';
  const auto quoted = [](std::string value) {
    for (auto at = value.find('"'); at != value.npos; at = value.find('"', at + 2))
      value.insert(at, 1, '"');
    return "\"" + value + "\"";
  };
  std::string text = heads[dialect];
  for (const auto& row : rows) {
    text += german ? "\r\n" : "\n";
    text += day_text(row.date, german ? "d" : american ? "m" : "Y") + delimiter;
    text += quoted(row.payee) + delimiter + quoted(row.note) + delimiter;
    text += quoted(decimal(row.cents, mark, group));
    // Some rows have no id yet: a bank that shows pending transactions.
    if (with_ids) text += "," + (row.bank_id.back() % 3 == 0 ? std::string{} : row.bank_id);
  }
  return text + "\n";
}

std::size_t test_ledger::import(const std::string& bytes) {
  static const auto hash = interning_hash();
  const auto statement =
      parse_statement(bytes, {.unit = eur, .preferred_order = date_order::month_first});
  if (!statement) FAIL(statement.error().message << "\n" << bytes);
  if (!statement->rejected.empty()) FAIL(statement->rejected[0].reason << "\n" << bytes);
  std::vector<row_identity> file;
  for (const auto& row : statement->rows)
    file.push_back(identity_of({"account 1", statement->source}, row, hash));
  auto plan = plan_import(known_, file);
  rows_.resize(plan.rows.size());
  for (std::size_t i = 0; i < file.size(); ++i)
    if (plan.decisions[i].what == row_decision::verdict::add)
      rows_[plan.decisions[i].row] = statement->rows[i];
  known_ = std::move(plan.rows);
  return plan.added;
}

std::vector<std::string> test_ledger::contents(bool with_notes) const {
  std::vector<std::string> lines;
  for (const auto& row : rows_)
    lines.push_back(with_notes ? content_text({}, row) : group_text({}, row));
  std::sort(lines.begin(), lines.end());
  return lines;
}

identity_hash interning_hash() {
  auto known = std::make_shared<std::map<std::string, std::uint32_t, std::less<>>>();
  return [known](std::string_view text) {
    const auto number =
        known->emplace(text, static_cast<std::uint32_t>(known->size() + 1)).first->second;
    identity_digest digest{};
    for (std::size_t i = 0; i < 4; ++i) digest[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return digest;
  };
}

}  // namespace smartfin::test
