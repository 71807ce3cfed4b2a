#include "tests/cluster/membership/memory_lease_server.hpp"

#include <atomic>

namespace smartfin::testing {
namespace {

using kind = etcd_failure::kind;

class memory_lease_store final : public lease_store {
  template <class Work>
  auto call(lease_time until, Work work) {
    const auto fate = line_->fate(until);
    if (fate == call_fate::passes) return work();
    const auto run = [work] {
      try {
        work();
      } catch (const etcd_failure&) {  // nobody hears of it
      }
    };
    if (fate == call_fate::answer_lost) run();
    if (fate == call_fate::request_late)
      server_->later(until + std::chrono::milliseconds{700}, run);
    throw etcd_failure{kind::outage, "no answer"};
  }

public:
  memory_lease_store(std::shared_ptr<memory_lease_server> server,
                     std::shared_ptr<line_to_server> line)
      : server_(std::move(server)), line_(std::move(line)) {}

  etcd_lease grant(std::chrono::seconds, lease_time until) override {
    return call(until, [s = server_.get()] { return s->grant(); });
  }
  bool keep_alive(std::int64_t lease, lease_time until) override {
    return call(until, [s = server_.get(), lease] { return s->keep_alive(lease); });
  }
  void revoke(std::int64_t lease, lease_time until) override {
    call(until, [s = server_.get(), lease] { return s->revoke(lease), true; });
  }
  etcd_entry create(const etcd_entry& entry, lease_time until) override {
    return call(until, [s = server_.get(), entry] { return s->create(entry); });
  }
  bool replace(const etcd_entry& entry, lease_time until) override {
    return call(until, [s = server_.get(), entry] { return s->replace(entry); });
  }
  void remove(const std::string& key, std::int64_t revision, lease_time until) override {
    call(until, [s = server_.get(), key, revision] { return s->remove(key, revision), true; });
  }
  etcd_entries entries(lease_time until) override {
    return call(until, [s = server_.get()] { return s->entries(); });
  }
  void wait_for_change(std::int64_t revision, lease_time until) override {
    server_->wait(revision, until, [this] { return interrupted_.load(); });
  }
  void interrupt() override {
    interrupted_ = true;
    server_->wake();
  }

private:
  const std::shared_ptr<memory_lease_server> server_;
  const std::shared_ptr<line_to_server> line_;
  std::atomic<bool> interrupted_{false};
};

}  // namespace

etcd_lease memory_lease_server::grant() {
  const std::lock_guard hold{mutex_};
  expire_locked();
  leases_[++leases_made_] = now_() + lease_length_;
  return {leases_made_, std::chrono::ceil<std::chrono::seconds>(lease_length_)};
}

bool memory_lease_server::keep_alive(std::int64_t lease) {
  const std::lock_guard hold{mutex_};
  expire_locked();
  const auto found = leases_.find(lease);
  if (found == leases_.end()) return false;
  found->second = now_() + lease_length_;
  return true;
}

void memory_lease_server::revoke(std::int64_t lease) {
  const std::lock_guard hold{mutex_};
  expire_locked();
  end(lease);
}

etcd_entry memory_lease_server::create(const etcd_entry& entry) {
  const std::lock_guard hold{mutex_};
  expire_locked();
  if (const auto found = entries_.find(entry.key); found != entries_.end()) return found->second;
  if (!leases_.contains(entry.lease)) throw etcd_failure{kind::refused, "no such lease"};
  ++revision_;
  changed_.notify_all();
  return entries_[entry.key] = {entry.key, entry.value, revision_, revision_, entry.lease};
}

bool memory_lease_server::replace(const etcd_entry& entry) {
  const std::lock_guard hold{mutex_};
  expire_locked();
  const auto found = entries_.find(entry.key);
  if (found == entries_.end() || found->second.create_revision != entry.create_revision)
    return false;
  if (!leases_.contains(entry.lease)) throw etcd_failure{kind::refused, "no such lease"};
  found->second = {entry.key, entry.value, entry.create_revision, ++revision_, entry.lease};
  changed_.notify_all();
  return true;
}

void memory_lease_server::remove(const std::string& key, std::int64_t create_revision) {
  const std::lock_guard hold{mutex_};
  expire_locked();
  const auto found = entries_.find(key);
  if (found != entries_.end() && found->second.create_revision == create_revision)
    remove_by_hand(key);
}

etcd_entries memory_lease_server::entries() {
  const std::lock_guard hold{mutex_};
  expire_locked();
  etcd_entries all{revision_, {}};
  for (const auto& [key, entry] : entries_) all.entries.push_back(entry);
  return all;
}

void memory_lease_server::wait(std::int64_t revision, lease_time until,
                               const std::function<bool()>& is_over) {
  std::unique_lock hold{mutex_};
  while (true) {
    expire_locked();
    if (revision_ != revision || is_over() || now_() >= until) return;
    auto next = until;
    for (const auto& [id, ends] : leases_) next = std::min(next, ends);
    changed_.wait_until(hold, next);
  }
}

void memory_lease_server::remove_by_hand(const std::string& key) {
  const std::lock_guard hold{mutex_};
  if (entries_.erase(key) == 0) return;
  ++revision_;
  changed_.notify_all();
}

void memory_lease_server::renew_all() {
  const std::lock_guard hold{mutex_};
  expire_locked();
  for (auto& [id, ends] : leases_) ends = now_() + lease_length_;
}

void memory_lease_server::forget() {
  const std::lock_guard hold{mutex_};
  leases_.clear();
  entries_.clear();
  revision_ = 1;
  changed_.notify_all();
}

void memory_lease_server::later(lease_time at, std::function<void()> work) {
  const std::lock_guard hold{mutex_};
  later_.emplace_back(at, std::move(work));
}

void memory_lease_server::expire() {
  const std::lock_guard hold{mutex_};
  expire_locked();
}

void memory_lease_server::expire_locked() {
  const auto now = now_();
  std::vector<std::int64_t> ended;
  for (const auto& [id, ends] : leases_)
    if (ends <= now) ended.push_back(id);
  for (const auto id : ended) end(id);
  std::vector<std::function<void()>> due;
  std::erase_if(later_, [&](auto& each) {
    if (each.first > now) return false;
    due.push_back(std::move(each.second));
    return true;
  });
  for (const auto& work : due) work();
}

void memory_lease_server::end(std::int64_t lease) {
  if (leases_.erase(lease) == 0) return;
  if (std::erase_if(entries_, [&](const auto& each) { return each.second.lease == lease; }) > 0)
    ++revision_;
  changed_.notify_all();
}

std::unique_ptr<lease_store> make_memory_lease_store(std::shared_ptr<memory_lease_server> server,
                                                     std::shared_ptr<line_to_server> line) {
  return std::make_unique<memory_lease_store>(std::move(server), std::move(line));
}

}  // namespace smartfin::testing
