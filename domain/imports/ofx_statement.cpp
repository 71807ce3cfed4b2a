#include "domain/imports/ofx_statement.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/imports/amount_format.hpp"
#include "domain/imports/clean_text.hpp"
#include "domain/imports/ofx_tokens.hpp"
#include "domain/imports/ofx_transaction.hpp"
#include "domain/imports/statement_sink.hpp"

namespace smartfin {
namespace {

constexpr std::size_t value_bytes_max = 4096;
constexpr std::size_t name_bytes_max = 32;

/// Where we are: only aggregates that matter are tracked, so depth is bounded whatever the file
/// nests.
enum class place : std::uint8_t {
  none,
  signon,
  status,
  statement,
  account,
  transaction,
  payee,
  currency,
  balance,
  ignored
};

place place_of(std::string_view tag) {
  static constexpr std::pair<std::string_view, place> places[] = {
      {"SONRS", place::signon},         {"STATUS", place::status},
      {"STMTRS", place::statement},     {"CCSTMTRS", place::statement},
      {"BANKACCTFROM", place::account}, {"CCACCTFROM", place::account},
      {"STMTTRN", place::transaction},  {"PAYEE", place::payee},
      {"CURRENCY", place::currency},    {"LEDGERBAL", place::balance},
      {"AVAILBAL", place::ignored},     {"BANKACCTTO", place::ignored},
      {"CCACCTTO", place::ignored},     {"ORIGCURRENCY", place::ignored},
      {"STMTTRNP", place::ignored},     {"INVSTMTRS", place::ignored},
      {"IMAGEDATA", place::ignored},    {"BALLIST", place::ignored}};
  for (const auto& [name, where] : places)
    if (name == tag) return where;
  return place::none;
}

class ofx_parser {
public:
  ofx_parser(statement_sink& sink, const import_options& options)
      : sink_(sink), options_(options) {}

  void run(text_pieces pieces) {
    ofx_tokenizer tokens{[&] { return pieces.next(); }};
    while (const auto token = tokens.next()) {
      if (sink_.is_full()) return;
      switch (token->kind) {
        case ofx_token_kind::open:
          open(upper(token->name), token->line);
          break;
        case ofx_token_kind::close:
          close(upper(token->name));
          break;
        case ofx_token_kind::text:
          value(*token);
          break;
      }
    }
    if (transaction_) sink_.reject({transaction_->line, "The file ends inside this transaction."});
  }

  bool saw_statement() const { return statements_ > 0; }
  bool saw_error() const { return error_; }
  const std::string& bank_message() const { return bank_message_; }
  std::size_t left_out() const { return left_out_; }

private:
  static std::string upper(std::string_view name) {
    std::string text{name.substr(0, name_bytes_max)};
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
  }

  bool inside(place where) const {
    return std::any_of(stack_.begin(), stack_.end(),
                       [&](const auto& entry) { return entry.second == where; });
  }
  place here() const { return stack_.empty() ? place::none : stack_.back().second; }

  void open(std::string tag, std::size_t line) {
    store();
    if (tag == "STMTTRNP" || tag == "INVSTMTRS") ++left_out_;
    const auto where = place_of(tag);
    if (where != place::none) {
      // A new one of the same kind means that the last was never closed.
      leave(tag);
      if (where == place::statement) {
        leave_all();
        ++statements_;
        account_.reset();
        unit_ = options_.unit;
        unit_is_known_ = false;
      }
      if (where == place::transaction && inside(place::statement) && !inside(place::ignored))
        transaction_.emplace().line = line;
      stack_.emplace_back(tag, where);
    }
    leaf_ = std::move(tag);
    value_.clear();
  }

  void close(const std::string& tag) {
    store();
    leaf_.clear();
    leave(tag);
    if (tag == "BANKTRANLIST" || tag == "OFX") leave("STMTTRN");
  }

  /// Leaves the innermost aggregate of that name and all inside it; nothing when there is none.
  void leave(const std::string& tag) {
    store();
    const auto found = std::find_if(stack_.rbegin(), stack_.rend(),
                                    [&](const auto& entry) { return entry.first == tag; });
    if (found == stack_.rend()) return;
    const auto keep = static_cast<std::size_t>(stack_.rend() - found) - 1;
    while (stack_.size() > keep) leave_innermost();
  }
  void leave_all() {
    while (!stack_.empty()) leave_innermost();
  }
  void leave_innermost() {
    const auto where = here();
    stack_.pop_back();
    if (where == place::transaction && transaction_) finish_transaction();
    if (where == place::account) name_account();
    if (where == place::status) finish_status();
  }

  void value(const ofx_token& token) {
    if (leaf_.empty() || value_.size() >= value_bytes_max) return;
    const auto text = token.text.substr(0, value_bytes_max);
    value_ += token.is_literal ? std::string{text} : decode_entities(text);
  }

  /// Puts a leaf's finished value where it belongs.
  void store() {
    if (leaf_.empty() || value_.empty()) return;
    const auto text = clean_text(std::exchange(value_, {}), note_bytes_max);
    if (inside(place::ignored) || text.empty()) return;
    switch (here()) {
      case place::status:
        store_status(text);
        break;
      case place::statement:
        if (leaf_ == "CURDEF") set_unit(text);
        break;
      case place::account:
        store_account(text);
        break;
      case place::transaction:
        store_transaction(text);
        break;
      case place::payee:
        if (transaction_ && leaf_ == "NAME") transaction_->payee_name = text;
        break;
      case place::currency:
        if (transaction_ && leaf_ == "CURSYM") transaction_->unit = text;
        break;
      case place::balance:
        store_balance(text);
        break;
      default:
        break;
    }
  }

  void store_status(const std::string& text) {
    if (leaf_ == "SEVERITY") status_failed_ = upper(text) == "ERROR";
    if (leaf_ == "CODE") status_code_ = text;
    if (leaf_ == "MESSAGE") status_message_ = text;
  }
  void finish_status() {
    if (std::exchange(status_failed_, false) && !error_) {
      error_ = true;
      bank_message_ = !status_message_.empty() ? status_message_ : "code " + status_code_;
    }
    status_code_.clear();
    status_message_.clear();
  }

  void set_unit(const std::string& text) {
    const auto unit = parse_ofx_currency(text);
    unit_is_known_ = unit.has_value();
    unit_ = unit;
  }

  void store_account(const std::string& text) {
    if (leaf_ == "BANKID") bank_ = text;
    if (leaf_ == "ACCTID") number_ = text;
    if (leaf_ == "ACCTTYPE") kind_ = text;
  }
  void name_account() {
    statement_account named;
    named.key = bank_.empty() ? number_ : bank_ + "/" + number_;
    named.kind = kind_.empty() ? "CREDITCARD" : kind_;
    if (unit_is_known_) named.unit = unit_;
    bank_.clear();
    number_.clear();
    kind_.clear();
    if (inside(place::statement)) account_ = index_of(std::move(named));
  }
  std::size_t index_of(statement_account wanted) {
    if (const auto known = accounts_.find(wanted.key); known != accounts_.end())
      return known->second;
    if (!sink_.has_room_for_account()) return 0;
    auto& accounts = sink_.statement().accounts;
    accounts_.emplace(wanted.key, accounts.size());
    accounts.push_back(std::move(wanted));
    return accounts.size() - 1;
  }
  std::size_t account() {
    if (!account_) account_ = index_of({});
    return *account_;
  }

  void store_balance(const std::string& text) {
    auto& known = sink_.statement().accounts[account()];
    if (leaf_ == "DTASOF") known.balance_date = parse_ofx_date(text);
    if (leaf_ != "BALAMT" || !unit_) return;
    if (const auto amount = parse_ofx_amount(text, *unit_)) known.ledger_balance = *amount;
  }

  void store_transaction(const std::string& text) {
    if (!transaction_) return;
    auto& raw = *transaction_;
    if (leaf_ == "DTPOSTED")
      raw.posted = text;
    else if (leaf_ == "TRNAMT")
      raw.amount = text;
    else if (leaf_ == "FITID")
      raw.id = text;
    else if (leaf_ == "NAME")
      raw.name = text;
    else if (leaf_ == "MEMO")
      raw.memo = text;
    else if (leaf_ == "CHECKNUM")
      raw.check = text;
  }

  void finish_transaction() {
    const auto raw = *std::exchange(transaction_, std::nullopt);
    auto outcome = make_ofx_row(raw, unit_);
    if (auto* rejected = std::get_if<rejected_row>(&outcome)) {
      sink_.reject(std::move(*rejected));
      return;
    }
    auto& row = std::get<statement_row>(outcome);
    row.account = account();
    sink_.accept(std::move(row));
  }

  statement_sink& sink_;
  const import_options& options_;
  std::vector<std::pair<std::string, place>> stack_;
  std::string leaf_, value_;
  std::optional<ofx_transaction> transaction_;
  std::optional<currency> unit_;
  bool unit_is_known_ = false;
  std::optional<std::size_t> account_;
  std::unordered_map<std::string, std::size_t> accounts_;  // by key
  std::string bank_, number_, kind_;
  std::size_t statements_ = 0, left_out_ = 0;
  bool status_failed_ = false, error_ = false;
  std::string status_code_, status_message_, bank_message_;
};

}  // namespace

result<parsed_statement, import_refusal> read_ofx_statement(const statement_text& text,
                                                            statement_format format,
                                                            const import_options& options,
                                                            const row_taker& take) {
  parsed_statement statement;
  statement.format = format;
  statement.source = "ofx";
  statement_sink sink{statement, options.limits, take};
  ofx_parser parser{sink, options};
  parser.run(text.pieces());
  if (sink.is_full()) return failure{sink.refusal()};
  if (!parser.saw_statement() && parser.saw_error())
    return failure{import_refusal{import_errc::bank_error,
                                  "The bank answered with an error: " + parser.bank_message()}};
  if (!parser.saw_statement())
    return failure{
        import_refusal{import_errc::no_statement, "The file holds no bank or card statement."}};
  if (parser.left_out() > 0)
    sink.note("left out",
              "pending or investment transactions (" + std::to_string(parser.left_out()) + ")");
  return statement;
}

}  // namespace smartfin
