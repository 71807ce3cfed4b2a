#include "actors/finance/imported_file.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "domain/imports/parse_statement.hpp"

namespace smartfin {
namespace {

constexpr std::size_t rejected_shown_max = 1000;

}  // namespace

/// One pass over the rows of a file, as the parser gives them.
class file_reading {
public:
  file_reading(const import_file& what, imported_file& into) : what_(what), into_(into) {
    options_.unit = what.unit;
    options_.preferred_order = usual_date_order(what.unit);
  }

  result<nothing, file_refusal> run(std::size_t rows_at_once_max, import_view& view) {
    if (what_.atomic) options_.limits.rows_max = rows_at_once_max;
    const auto parsed =
        read_statement(*what_.bytes, options_, {what_.content_type, ""},
                       [this](statement_row row, const statement_account& of) { take(row, of); });
    if (!parsed) return failure{refused(parsed.error())};
    if (auto ambiguous = refuse_accounts()) return failure{std::move(*ambiguous)};
    into_.source_ = parsed->source;
    describe(*parsed, view);
    if (what_.atomic && view.rows_rejected > 0) return failure{refused_rows(view)};
    for (const auto& [day, rows] : rows_of_day_)
      if (rows > rows_at_once_max)
        return failure{file_refusal{ledger_errc::too_many_rows,
                                    "The file has more than " + std::to_string(rows_at_once_max) +
                                        " rows of " + day.to_string() + "."}};
    return nothing{};
  }

private:
  void take(const statement_row& row, const statement_account& of) {
    if (!what_.statement_account.empty() && of.key != what_.statement_account) return;
    accounts_.insert(of.key);
    if (row.amount.currency != what_.unit) return reject_currency(row);
    ++rows_of_day_[row.date];
    into_.rows_.add(row);
  }

  /// Rows that are not in the account's currency are rejected like those that cannot be read.
  void reject_currency(const statement_row& row) {
    ++other_currency_count_;
    if (other_currency_.size() >= rejected_shown_max) return;
    other_currency_.push_back({static_cast<std::int64_t>(row.line),
                               "The amount is in " + std::string{row.amount.currency.code()} +
                                   ", the account is in " + std::string{what_.unit.code()} + "."});
  }

  file_refusal refused(const import_refusal& why) const {
    if (why.code != import_errc::too_large) return {ledger_errc::unknown_format, why.message};
    const std::string atomic = what_.atomic ? " That is too many for an atomic import." : "";
    return {ledger_errc::too_many_rows, why.message + atomic};
  }

  std::optional<file_refusal> refuse_accounts() const {
    if (accounts_.empty() && !what_.statement_account.empty())
      return file_refusal{ledger_errc::unknown_format, "The file has no rows of that account."};
    if (accounts_.size() < 2) return std::nullopt;
    std::string names;
    for (const auto& key : accounts_) names += " \"" + key + "\"";
    return file_refusal{
        ledger_errc::unknown_format,
        "The file holds several accounts; say which with statement_account:" + names};
  }

  static file_refusal refused_rows(const import_view& view) {
    const auto& first = view.rejected.front();
    return {ledger_errc::rows_rejected, std::to_string(view.rows_rejected) +
                                            " rows cannot be read; the first is line " +
                                            std::to_string(first.line) + ": " + first.reason};
  }

  void describe(const parsed_statement& statement, import_view& view) const {
    view.format = statement_format_name(statement.format);
    view.rows_read = static_cast<std::int64_t>(statement.rows_read);
    view.rows_rejected =
        static_cast<std::int64_t>(statement.rejected_count) + other_currency_count_;
    view.rejected = other_currency_;
    for (const auto& row : statement.rejected)
      view.rejected.push_back({static_cast<std::int64_t>(row.line), row.reason});
    std::stable_sort(view.rejected.begin(), view.rejected.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    if (view.rejected.size() > rejected_shown_max) view.rejected.resize(rejected_shown_max);
    for (const auto& note : statement.dialect) view.dialect.push_back({note.what, note.value});
  }

  const import_file& what_;
  imported_file& into_;
  import_options options_;
  std::set<std::string> accounts_;  // of the rows taken
  std::map<civil_date, std::size_t> rows_of_day_;
  std::vector<import_rejection> other_currency_;
  std::int64_t other_currency_count_ = 0;
};

result<std::unique_ptr<imported_file>, file_refusal> imported_file::read(
    const import_file& what, std::shared_ptr<scratch_file> scratch, std::size_t rows_at_once_max,
    import_view& view) {
  std::unique_ptr<imported_file> file{new imported_file{std::move(scratch)}};
  if (auto read = file_reading{what, *file}.run(rows_at_once_max, view); !read)
    return failure{read.error()};
  return file;
}

std::shared_ptr<const import_chunk> imported_file::next_part(std::size_t rows_min) {
  auto part = std::make_shared<import_chunk>();
  part->source = source_;
  if (!ahead_) ahead_ = rows_.next();
  for (; ahead_; ahead_ = rows_.next()) {
    if (part->rows.size() >= rows_min && part->rows.back().date != ahead_->date) break;
    part->rows.push_back(std::move(*ahead_));
  }
  if (part->rows.empty()) return nullptr;
  return part;
}

}  // namespace smartfin
