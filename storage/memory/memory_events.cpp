#include "storage/memory/memory_service_state.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

class memory_event_log final : public event_log {
public:
  explicit memory_event_log(memory_service_state& state) : state_(state) {}

  std::int64_t take_numbers(std::int64_t count) override {
    state_.last_event += count;
    return state_.last_event - count;
  }
  void append(std::span<const event_row> rows) override {
    for (const auto& row : rows)
      demand(state_.events.emplace(row.sequence, row).second, "an event's number is its own");
  }
  std::vector<event_row> list(std::int64_t after, int limit) override {
    std::vector<event_row> rows;
    for (auto at = state_.events.upper_bound(after);
         at != state_.events.end() && static_cast<int>(rows.size()) < limit; ++at)
      rows.push_back(at->second);
    return rows;
  }
  std::optional<event_row> find(std::int64_t sequence) override {
    const auto found = state_.events.find(sequence);
    if (found == state_.events.end()) return std::nullopt;
    return found->second;
  }
  std::int64_t last() override { return state_.last_event; }
  event_log_state state() override {
    return {state_.last_event, state_.events_kept_from,
            static_cast<std::int64_t>(state_.events.size())};
  }
  std::int64_t remove(instant before, std::int64_t through, int limit) override {
    std::int64_t removed = 0;
    while (!state_.events.empty() && removed < limit) {
      const auto& [sequence, row] = *state_.events.begin();
      if (sequence > through || row.at >= before) break;
      state_.events_kept_from = sequence + 1;
      state_.events.erase(state_.events.begin());
      ++removed;
    }
    return removed;
  }

private:
  memory_service_state& state_;
};

class memory_event_cursors final : public event_cursors {
public:
  explicit memory_event_cursors(memory_service_state& state) : state_(state) {}

  event_cursor find(const std::string& stream) override {
    const auto found = state_.event_cursors.find(stream);
    return found == state_.event_cursors.end() ? event_cursor{} : found->second;
  }
  void save(const std::string& stream, const event_cursor& before, const event_cursor& c) override {
    const auto kept = find(stream);
    if (kept.sequence != before.sequence || kept.applied != before.applied || kept.fence > c.fence)
      throw storage_failure{"another process has moved the cursor"};
    demand(c.sequence == c.applied + c.parked + c.missing && c.applied >= 0 && c.parked >= 0 &&
               c.missing >= 0,
           "a cursor adds up");
    state_.event_cursors.insert_or_assign(stream, c);
  }
  std::int64_t park(const parked_event_row& row) override {
    for (const auto& [id, known] : state_.parked_events)
      demand(known.stream != row.stream || known.event.sequence != row.event.sequence,
             "an event is parked once");
    auto stored = row;
    stored.id = ++state_.last_parked_event;
    stored.event.is_sealed = true;
    state_.parked_events.emplace(stored.id, stored);
    return stored.id;
  }
  std::optional<parked_event_row> find_parked(std::int64_t id) override {
    const auto found = state_.parked_events.find(id);
    if (found == state_.parked_events.end()) return std::nullopt;
    return found->second;
  }
  std::vector<parked_event_row> list_parked(std::int64_t before, int limit) override {
    std::vector<parked_event_row> rows;
    for (auto at = state_.parked_events.rbegin(); at != state_.parked_events.rend(); ++at)
      if (at->first < before && static_cast<int>(rows.size()) < limit) rows.push_back(at->second);
    return rows;
  }
  void remove_parked(std::int64_t id) override { state_.parked_events.erase(id); }

private:
  memory_service_state& state_;
};

}  // namespace

std::unique_ptr<event_log> make_memory_event_log(memory_service_state& state) {
  return std::make_unique<memory_event_log>(state);
}

std::unique_ptr<event_cursors> make_memory_event_cursors(memory_service_state& state) {
  return std::make_unique<memory_event_cursors>(state);
}

}  // namespace smartfin
