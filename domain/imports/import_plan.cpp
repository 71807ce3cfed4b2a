#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <unordered_map>

#include "domain/imports/identity.hpp"

namespace smartfin {
namespace {

struct digest_hash {
  std::size_t operator()(const identity_digest& digest) const {
    std::size_t start = 0;
    std::memcpy(&start, digest.data(), sizeof start);
    return start;
  }
};
template <class Value>
using by_digest = std::unordered_map<identity_digest, Value, digest_hash>;

constexpr identity_digest bank_ids{};  // the source of bank ids

/// A row of the file with the mark that counts for it: its bank id, or its content when the file
/// reuses the id.
struct file_row {
  std::size_t index = 0;  // in the file
  identity_mark mark;
};

/// The rows of one group, of the ledger and of the file.
struct row_group {
  std::vector<std::size_t> ledger;  // indices into `import_plan::rows`
  std::vector<file_row> file;
};

/// Joins one group of the file into the ledger.
class group_planner {
public:
  group_planner(import_plan& plan, const identity_digest& group, row_group& rows,
                std::vector<bool>& learnt)
      : plan_(plan), group_(group), rows_(rows), learnt_(learnt) {}

  void run() {
    sort_file();
    match();
    add_missing();
    learn_rest();
  }

private:
  using verdict = row_decision::verdict;

  /// Rows with ids first; by the marks alone, so that the order of the file decides nothing.
  void sort_file() {
    std::stable_sort(rows_.file.begin(), rows_.file.end(),
                     [](const file_row& a, const file_row& b) { return a.mark < b.mark; });
  }

  void match() {
    std::map<identity_mark, std::vector<std::size_t>> known;
    for (auto row = rows_.ledger.rbegin(); row != rows_.ledger.rend(); ++row)
      for (const auto& mark : plan_.rows[*row].marks) {
        known[mark].push_back(*row);
        ++marks_[mark.source];
      }
    for (const auto& row : rows_.file) {
      const auto found = known.find(row.mark);
      if (found == known.end() || found->second.empty()) {
        unmatched_.push_back(row);
        ++marks_[row.mark.source];
        continue;
      }
      decide_duplicate(row, found->second.back());
      found->second.pop_back();
      matched_.push_back(row);
    }
  }

  /// As many rows as the group must have after the join.
  std::size_t needed() const {
    auto count = std::max(rows_.ledger.size(), rows_.file.size());
    for (const auto& [source, marks] : marks_) count = std::max(count, marks);
    return count;
  }

  void add_missing() {
    auto missing = needed() - rows_.ledger.size();
    for (; missing > 0 && added_ < unmatched_.size(); ++added_, --missing)
      add(unmatched_[added_], {unmatched_[added_].mark});
    // The ledger knew each mark, but two of them as one row, and this file shows that they are two.
    for (auto row = matched_.rbegin(); missing > 0 && row != matched_.rend(); ++row, --missing)
      add(*row, {});
  }

  void add(const file_row& row, std::vector<identity_mark> marks) {
    const auto index = plan_.rows.size();
    plan_.rows.push_back({group_, std::move(marks)});
    rows_.ledger.push_back(index);
    learnt_.push_back(false);
    used_.insert(index);
    plan_.decisions[row.index] = {verdict::add, index, rows_.ledger.size()};
    ++plan_.added;
  }

  void decide_duplicate(const file_row& row, std::size_t ledger_row) {
    used_.insert(ledger_row);
    plan_.decisions[row.index] = {verdict::duplicate, ledger_row, 0};
  }

  /// New marks of transactions that the ledger has already: rows without a mark of that source take
  /// them, those first that no other row of this file stands for.
  void learn_rest() {
    for (auto next = added_; next < unmatched_.size();) {
      const auto source = unmatched_[next].mark.source;
      const auto free = rows_without(source);
      for (std::size_t i = 0; next < unmatched_.size() && unmatched_[next].mark.source == source;
           ++i, ++next) {
        if (i == free.size()) std::abort();  // `needed` leaves room for every mark
        plan_.rows[free[i]].marks.push_back(unmatched_[next].mark);
        learnt_[free[i]] = true;
        decide_duplicate(unmatched_[next], free[i]);
      }
    }
  }
  std::vector<std::size_t> rows_without(const identity_digest& source) const {
    std::vector<std::size_t> free;
    for (const auto row : rows_.ledger) {
      const auto& marks = plan_.rows[row].marks;
      if (std::none_of(marks.begin(), marks.end(),
                       [&](const auto& mark) { return mark.source == source; }))
        free.push_back(row);
    }
    std::stable_partition(free.begin(), free.end(),
                          [this](auto row) { return !used_.contains(row); });
    return free;
  }

  import_plan& plan_;
  identity_digest group_;
  row_group& rows_;
  std::vector<bool>& learnt_;
  std::set<std::size_t> used_;
  std::vector<file_row> matched_, unmatched_;
  std::size_t added_ = 0;                         // of `unmatched_`, from its front
  std::map<identity_digest, std::size_t> marks_;  // after the join, by source
};

/// Ids that the file gives to rows with different contents.
by_digest<bool> reused_ids(std::span<const row_identity> file) {
  by_digest<identity_digest> first_content;
  by_digest<bool> reused;
  for (const auto& row : file) {
    if (!row.id_alone) continue;
    const auto [known, is_new] = first_content.emplace(*row.id_alone, row.content);
    if (!is_new && known->second != row.content) reused[*row.id_alone] = true;
  }
  return reused;
}

}  // namespace

void forget_reused_ids(std::span<row_identity> file) {
  const auto reused = reused_ids(file);
  for (auto& row : file) {
    if (!row.id_alone || !reused.contains(*row.id_alone)) continue;
    row.bank_id.reset();
    row.id_alone.reset();
  }
}

import_plan plan_import(std::span<const known_row> known, std::span<const row_identity> file) {
  import_plan plan;
  plan.rows.assign(known.begin(), known.end());
  plan.decisions.resize(file.size());
  by_digest<row_group> groups;
  by_digest<std::size_t> known_ids;
  for (std::size_t i = 0; i < known.size(); ++i) {
    groups[known[i].group].ledger.push_back(i);
    for (const auto& mark : known[i].marks)
      if (mark.source == bank_ids) known_ids.emplace(mark.value, i);
  }
  const auto reused = reused_ids(file);
  by_digest<std::size_t> first_of_id;
  std::vector<std::pair<std::size_t, std::size_t>>
      repeats;  // a row of the file, and the one it repeats
  std::vector<identity_digest> order;
  for (std::size_t i = 0; i < file.size(); ++i) {
    file_row row{i, {file[i].source, file[i].content}};
    auto group = file[i].group;
    if (file[i].bank_id && !reused.contains(*file[i].id_alone)) {
      row.mark = {bank_ids, *file[i].bank_id};
      const auto [first, is_new] = first_of_id.emplace(row.mark.value, i);
      if (!is_new) {
        repeats.emplace_back(i, first->second);
        continue;
      }
      // A payee that the bank has renamed since does not move the row to another group.
      if (const auto seen = known_ids.find(row.mark.value); seen != known_ids.end())
        group = known[seen->second].group;
    }
    auto& rows = groups[group];
    if (rows.file.empty()) order.push_back(group);
    rows.file.push_back(row);
  }
  std::vector<bool> learnt(known.size());
  for (const auto& group : order) group_planner{plan, group, groups[group], learnt}.run();
  for (const auto& [row, first] : repeats)
    plan.decisions[row] = {row_decision::verdict::duplicate, plan.decisions[first].row, 0};
  for (std::size_t i = 0; i < known.size(); ++i)
    if (learnt[i]) plan.changed.push_back(i);
  return plan;
}

}  // namespace smartfin
