#include "storage/score/memory_score_repository.hpp"

namespace smartfin {
namespace {

class memory_score_repository final : public score_repository {
public:
  explicit memory_score_repository(memory_score_state& state) : state_(state) {}

  void save(const score_row& row) override {
    demand(row.score >= 0 && row.score <= 100, "a score lies between 0 and 100");
    state_.scores.insert_or_assign({row.book, row.day}, row);
  }
  std::vector<score_row> list(book_id book, civil_date before, int limit) override {
    std::vector<score_row> rows;
    for (auto it = state_.scores.rbegin(); it != state_.scores.rend(); ++it)
      if (it->second.book == book && it->second.day < before &&
          static_cast<int>(rows.size()) < limit)
        rows.push_back(it->second);
    return rows;
  }

private:
  memory_score_state& state_;
};

}  // namespace

std::unique_ptr<score_repository> make_memory_score_repository(memory_score_state& state) {
  return std::make_unique<memory_score_repository>(state);
}

}  // namespace smartfin
