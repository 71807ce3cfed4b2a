#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

namespace smartfin::test {

/// Records transactions until it is told to stop, and remembers what was acknowledged.
class steady_writer {
public:
  steady_writer(int port, const std::string& name)
      : client_(signed_up(port, name)), account_(open_account(client_, "Everyday")) {}

  void write_until(const std::atomic<bool>& stopped) {
    while (!stopped) {
      const auto payee = "payee " + std::to_string(++written_);
      record(client_, {account_, decimal(-written_), payee});
      const std::lock_guard lock{mutex_};
      acknowledged_.insert(payee);
    }
  }
  std::set<std::string> acknowledged() const {
    const std::lock_guard lock{mutex_};
    return acknowledged_;
  }
  std::string hash() { return client_.get("/api/v1/ledger/hash").body; }

  /// What is wrong with this user's ledger at another node; one sentence each.
  std::vector<std::string> faults_at(int port, const std::set<std::string>& promised) const {
    api_client other{port, client_.token()};
    std::vector<std::string> wrong;
    std::set<std::string> seen;
    std::int64_t sum = 0;
    for (const auto& item : all_transactions(other)) {
      seen.emplace(item.at("payee").as_string());
      sum += cents(std::string{item.at("amount").at("amount").as_string()});
    }
    for (const auto& payee : promised)
      if (!seen.contains(payee)) wrong.push_back(payee + " is lost");
    const auto balance = other.get("/api/v1/accounts/" + std::to_string(account_));
    if (cents(balance.text("/balance/amount")) != sum)
      wrong.push_back("the sum is " + decimal(sum) + ", and " + balance.body);
    return wrong;
  }

private:
  api_client client_;
  std::int64_t account_;
  std::int64_t written_ = 0;
  mutable std::mutex mutex_;
  std::set<std::string> acknowledged_;
};

/// Writers that write, each on a thread, until the object ends or is told to stop.
class load {
public:
  load(int port, int writers) {
    for (int i = 0; i < writers; ++i)
      writers_.push_back(std::make_unique<steady_writer>(port, "writer" + std::to_string(i)));
    for (auto& each : writers_)
      threads_.emplace_back([this, &each] { each->write_until(stopped_); });
  }
  ~load() { stop(); }

  void stop() {
    stopped_ = true;
    for (auto& each : threads_)
      if (each.joinable()) each.join();
  }
  /// Waits until everyone had so many more answers.
  bool goes_on(std::size_t more = 20) const {
    std::vector<std::size_t> goals;
    for (const auto& each : writers_) goals.push_back(each->acknowledged().size() + more);
    return eventually(
        [&] {
          std::this_thread::yield();
          for (std::size_t i = 0; i < goals.size(); ++i)
            if (writers_[i]->acknowledged().size() < goals[i]) return false;
          return true;
        },
        running_program::patience);
  }
  std::vector<std::set<std::string>> acknowledged() const {
    std::vector<std::set<std::string>> all;
    for (const auto& each : writers_) all.push_back(each->acknowledged());
    return all;
  }
  const std::vector<std::unique_ptr<steady_writer>>& writers() const { return writers_; }

private:
  std::atomic<bool> stopped_ = false;
  std::vector<std::unique_ptr<steady_writer>> writers_;
  std::vector<std::thread> threads_;
};

}  // namespace smartfin::test
