#include "cluster/membership/leased_core.hpp"

#include <sodium.h>

#include <stdexcept>

namespace smartfin {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool says_the_same(const cluster_view& one, const cluster_view& other) {
  return one.members == other.members && one.holders == other.holders &&
         one.unreadable == other.unreadable;
}

}  // namespace

leased_core::leased_core(member_record self, std::unique_ptr<lease_store> store, lease_terms terms,
                         directory_listener listener)
    : terms_(terms),
      store_(std::move(store)),
      listener_(std::move(listener)),
      keeper_({*store_, terms, &steady_clock::now, [this] { return chance(); }}) {
  if (sodium_init() < 0) throw std::runtime_error{"no source of random bits"};
  wishes_.record = std::move(self);
}

leased_core::~leased_core() { stop(); }

void leased_core::start() {
  try {
    keeper_thread_ = std::thread{[this] { keep(); }};
    reader_thread_ = std::thread{[this] { read(); }};
    teller_thread_ = std::thread{[this] { tell(); }};
  } catch (...) {
    stop();
    throw;
  }
}

void leased_core::stop() {
  std::call_once(stop_once_, [this] {
    {
      const std::lock_guard hold{mutex_};
      stopping_ = true;
    }
    store_->interrupt();
    for (auto* each : {&keeper_wakes_, &reader_wakes_, &teller_wakes_}) each->notify_all();
    for (auto* each : {&teller_thread_, &reader_thread_, &keeper_thread_})
      if (each->joinable()) each->join();
    keeper_.leave();
  });
}

std::shared_ptr<const cluster_view> leased_core::view() const {
  const std::lock_guard hold{mutex_};
  return view_;
}

bool leased_core::is_in() const {
  const std::lock_guard hold{mutex_};
  return own_standing() == standing::in;
}

void leased_core::change(const std::function<void(member_record&)>& how) {
  {
    const std::lock_guard hold{mutex_};
    how(wishes_.record);
    wishes_changed_ = true;
  }
  keeper_wakes_.notify_all();
}

std::uint64_t leased_core::wish(const std::string& job, directory::held_callback told) {
  if (!is_cluster_name(job)) throw std::invalid_argument{"not a name of a job: " + job};
  std::uint64_t number = 0;
  {
    const std::lock_guard hold{mutex_};
    number = wishes_made_ + 1;
    if (!wishes_.jobs.try_emplace(job, number).second)
      throw std::invalid_argument{"wished for already: " + job};
    wishes_made_ = number;
    told_wishes_[number] = {job, std::move(told)};
    wishes_changed_ = true;
  }
  keeper_wakes_.notify_all();
  return number;
}

void leased_core::give_back(std::uint64_t number) {
  {
    std::unique_lock hold{mutex_};
    if (const auto found = told_wishes_.find(number); found != told_wishes_.end()) {
      wishes_.jobs.erase(found->second.job);
      if (std::this_thread::get_id() != teller_)
        has_told_.wait(hold, [&] { return telling_of_ != number; });
      told_wishes_.erase(number);
      wishes_changed_ = true;
    }
  }
  keeper_wakes_.notify_all();
}

std::optional<fencing_token> leased_core::token(std::uint64_t number) const {
  const std::lock_guard hold{mutex_};
  return held(number);
}

void leased_core::keep() {
  std::unique_lock hold{mutex_};
  while (!stopping_) {
    const auto wishes = wishes_;
    const auto seen = seen_;
    wishes_changed_ = false;
    hold.unlock();
    const auto next = keeper_.step(wishes, *seen);
    hold.lock();
    own_ = keeper_.standing();
    teller_wakes_.notify_all();
    keeper_wakes_.wait_until(hold, next,
                             [&] { return stopping_ || wishes_changed_ || seen_ != seen; });
  }
}

void leased_core::read() {
  int failures = 0;
  call_budget budget{10, 5};
  std::unique_lock hold{mutex_};
  while (!stopping_) {
    hold.unlock();
    const auto next = read_once(failures, budget);
    hold.lock();
    reader_wakes_.wait_until(hold, next, [this] { return stopping_; });
  }
}

/// Reads, and waits for a change. A watch may be silent where nobody answers, so it is not trusted for long.
lease_time leased_core::read_once(int& failures, call_budget& budget) {
  const auto began = steady_clock::now();
  const auto paced = budget.spend(began);
  try {
    auto reading = read_directory(store_->entries(began + lease_keeper::call_time));
    const auto revision = reading.view.revision;
    take(std::move(reading));
    store_->wait_for_change(revision, steady_clock::now() + terms_.ttl / 2);
    failures = 0;
    return paced;
  } catch (const etcd_failure& failure) {
    {
      const std::lock_guard hold{mutex_};
      reading_trouble_ = failure.what();
    }
    teller_wakes_.notify_all();
    return std::max(paced, steady_clock::now() + retry_delay(++failures, chance()));
  }
}

void leased_core::take(directory_reading reading) {
  {
    const std::lock_guard hold{mutex_};
    reading_trouble_.clear();
    if (view_->revision == 0 || !says_the_same(*view_, reading.view)) {
      auto next = std::make_shared<cluster_view>(reading.view);
      next->revision =
          std::max(next->revision, view_->revision + 1);  // a store that began anew counts from 1
      view_ = std::move(next);
    }
    seen_ = std::make_shared<directory_reading>(std::move(reading));
  }
  keeper_wakes_.notify_all();
  teller_wakes_.notify_all();
}

void leased_core::tell() {
  std::unique_lock hold{mutex_};
  teller_ = std::this_thread::get_id();
  while (true) {
    if (const auto call = next_telling()) {
      hold.unlock();
      call();
      hold.lock();
      telling_of_ = 0;
      has_told_.notify_all();
    } else if (stopping_) {
      return;
    } else if (told_standing_ == standing::in) {
      teller_wakes_.wait_until(hold, own_.in_until);  // nobody else notices when that has come
    } else {
      teller_wakes_.wait(hold);
    }
  }
}

/// What the listener does not know yet; empty when it knows all.
leased_core::telling leased_core::next_telling() {
  if (const auto now = own_standing(); now != told_standing_) {
    told_standing_ = now;
    return [this, now] { listener_.own(now); };
  }
  if (auto call = next_of_wishes()) return call;
  if (stopping_) return {};
  const auto& trouble = own_.trouble.empty() ? reading_trouble_ : own_.trouble;
  if (told_trouble_ == trouble.empty()) {
    told_trouble_ = !trouble.empty();
    return [this, trouble] { listener_.trouble(trouble); };
  }
  if (view_->revision > told_revision_) {
    told_revision_ = view_->revision;
    return [this, now = view_] { listener_.view(now); };
  }
  return {};
}

leased_core::telling leased_core::next_of_wishes() {
  for (auto& [number, wish] : told_wishes_) {
    const auto wished = wishes_.jobs.find(wish.job);
    if (wished == wishes_.jobs.end() || wished->second != number)
      continue;  // it is being given back
    auto now = held(number);
    if (now == wish.last) continue;
    if (now && wish.last) now.reset();  // what was held is lost, and then another is had
    wish.last = now;
    telling_of_ = number;
    return [told = wish.told, now] { told(now); };
  }
  return {};
}

standing leased_core::own_standing() const {
  if (stopping_) return standing::out;
  if (own_.is_name_taken) return standing::name_taken;
  return steady_clock::now() < own_.in_until ? standing::in : standing::out;
}

std::optional<fencing_token> leased_core::held(std::uint64_t number) const {
  if (own_standing() != standing::in) return std::nullopt;
  const auto found = own_.held.find(number);
  return found == own_.held.end() ? std::nullopt : std::optional{found->second};
}

double leased_core::chance() const { return randombytes_uniform(1000) / 999.0; }

}  // namespace smartfin
