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

/// A row of the file with the identity that counts for it.
struct file_row {
  std::size_t index = 0;  // in the file
  identity_digest content{};
  std::optional<identity_digest> bank_id;  // none when the file reuses the id
};

/// The rows of one group, of the ledger and of the file.
struct row_group {
  std::vector<std::size_t> ledger;  // indices into `import_plan::rows`
  std::vector<file_row> file;
};

/// Joins one group of the file into the ledger.
class group_planner {
public:
  group_planner(import_plan& plan, const identity_digest& group, row_group& rows, std::vector<bool>& learnt)
      : plan_(plan), group_(group), rows_(rows), learnt_(learnt) {}

  void run() {
    sort_file();
    match();
    add_missing();
    learn_rest();
  }

private:
  using verdict = row_decision::verdict;

  /// Rows with ids first; then by identity alone, so that the order of the file decides nothing.
  void sort_file() {
    std::stable_sort(rows_.file.begin(), rows_.file.end(), [](const file_row& a, const file_row& b) {
      if (a.bank_id.has_value() != b.bank_id.has_value()) return a.bank_id.has_value();
      if (a.content != b.content) return a.content < b.content;
      return a.bank_id < b.bank_id;
    });
  }

  void match() {
    std::map<identity_digest, std::vector<std::size_t>> contents;
    std::map<identity_digest, std::size_t> ids;
    for (auto at = rows_.ledger.rbegin(); at != rows_.ledger.rend(); ++at) {
      const auto& known = plan_.rows[*at];
      if (known.content) contents[*known.content].push_back(*at);
      if (known.content) ++contents_;
      if (known.bank_id) ids.emplace(*known.bank_id, *at);
    }
    ids_ = ids.size();
    for (const auto& row : rows_.file) {
      std::optional<std::size_t> found;
      if (row.bank_id) {
        if (const auto known = ids.find(*row.bank_id); known != ids.end()) found = known->second;
      } else if (auto known = contents.find(row.content);
                 known != contents.end() && !known->second.empty()) {
        found = known->second.back();
        known->second.pop_back();
      }
      if (found) decide_duplicate(row, *found);
      (found ? matched_ : unmatched_).push_back(row);
    }
  }

  /// As many rows as the group must have after the join.
  std::size_t needed() const {
    auto ids = ids_, contents = contents_;
    for (const auto& row : unmatched_) ++(row.bank_id ? ids : contents);
    return std::max({rows_.ledger.size(), rows_.file.size(), ids, contents});
  }

  void add_missing() {
    auto missing = needed() - rows_.ledger.size();
    for (; missing > 0 && added_ < unmatched_.size(); ++added_, --missing) {
      const auto& row = unmatched_[added_];
      add(row, row.bank_id, row.bank_id ? std::nullopt : std::optional{row.content});
    }
    // The ledger knew each identity, but two of them as one row, and this file shows that they are two.
    for (auto row = matched_.rbegin(); missing > 0 && row != matched_.rend(); ++row, --missing)
      add(*row, std::nullopt, std::nullopt);
  }

  void add(const file_row& row, std::optional<identity_digest> id, std::optional<identity_digest> content) {
    const auto index = plan_.rows.size();
    plan_.rows.push_back({group_, content, id});
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

  /// New identities of transactions that the ledger has already: the rows that lack one of the kind take them, those
  /// first that no other row of this file stands for.
  void learn_rest() {
    for (const bool ids : {true, false}) {
      std::vector<std::size_t> free;
      for (const auto candidate : rows_.ledger) {
        const auto& known = plan_.rows[candidate];
        if (!(ids ? known.bank_id.has_value() : known.content.has_value())) free.push_back(candidate);
      }
      std::stable_partition(free.begin(), free.end(), [this](auto row) { return !used_.contains(row); });
      auto next = free.begin();
      for (auto row = unmatched_.begin() + static_cast<std::ptrdiff_t>(added_); row != unmatched_.end(); ++row) {
        if (row->bank_id.has_value() != ids) continue;
        if (next == free.end()) std::abort();  // `needed` leaves room for every identity
        learn(*row, *next++);
      }
    }
  }
  void learn(const file_row& row, std::size_t ledger_row) {
    auto& known = plan_.rows[ledger_row];
    if (row.bank_id) known.bank_id = row.bank_id;
    else known.content = row.content;
    learnt_[ledger_row] = true;
    decide_duplicate(row, ledger_row);
  }

  import_plan& plan_;
  identity_digest group_;
  row_group& rows_;
  std::vector<bool>& learnt_;
  std::set<std::size_t> used_;
  std::vector<file_row> matched_, unmatched_;
  std::size_t added_ = 0;  // of `unmatched_`, from its front
  std::size_t ids_ = 0, contents_ = 0;  // that the ledger knows of the group
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

import_plan plan_import(std::span<const known_row> known, std::span<const row_identity> file) {
  import_plan plan;
  plan.rows.assign(known.begin(), known.end());
  plan.decisions.resize(file.size());
  by_digest<row_group> groups;
  by_digest<std::size_t> known_ids;
  for (std::size_t i = 0; i < known.size(); ++i) {
    groups[known[i].group].ledger.push_back(i);
    if (known[i].bank_id) known_ids.emplace(*known[i].bank_id, i);
  }
  const auto reused = reused_ids(file);
  by_digest<std::size_t> first_of_id;
  std::vector<std::pair<std::size_t, std::size_t>> repeats;  // a row of the file, and the one it repeats
  std::vector<identity_digest> order;
  for (std::size_t i = 0; i < file.size(); ++i) {
    file_row row{i, file[i].content, {}};
    auto group = file[i].group;
    if (file[i].bank_id && !reused.contains(*file[i].id_alone)) {
      row.bank_id = file[i].bank_id;
      const auto [first, is_new] = first_of_id.emplace(*row.bank_id, i);
      if (!is_new) {
        repeats.emplace_back(i, first->second);
        continue;
      }
      // A payee that the bank has renamed since does not move the row to another group.
      if (const auto seen = known_ids.find(*row.bank_id); seen != known_ids.end())
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
