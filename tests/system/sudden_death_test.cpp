#include <boost/json/serialize.hpp>
#include <catch2/catch_test_macros.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "tests/support/household.hpp"
#include "tests/support/node_process.hpp"
#include "tests/support/patience.hpp"

using namespace smartfin::test;
using namespace std::chrono_literals;

namespace {

/// Counts acknowledgements, so that a death can be timed by them instead of by a clock.
class acknowledgement_count {
public:
  void add() {
    const std::lock_guard lock{mutex_};
    ++count_;
    more_.notify_all();
  }
  bool wait_for_more(std::uint64_t more) {
    std::unique_lock lock{mutex_};
    const auto goal = count_ + more;
    return more_.wait_for(lock, std::chrono::minutes{1}, [&] { return count_ >= goal; });
  }

private:
  std::mutex mutex_;
  std::condition_variable more_;
  std::uint64_t count_ = 0;
};

/// Records transactions and corrects some, each write under a key of its own. What it was not
/// answered it sends again, with the same key, to the next node.
class keyed_writer {
public:
  keyed_writer(int port, const std::string& name, acknowledgement_count& acknowledged)
      : client_(signed_up(port, name)),
        account_(open_account(client_, "Everyday")),
        acknowledged_(acknowledged) {}

  /// Until the node is gone.
  void write_until_death() {
    while (write_next()) continue;
  }

  void move_to(int port) { client_.move_to(port); }
  /// Sends again what had no answer.
  void settle() {
    if (pending_ && !write_next()) throw std::runtime_error{"the node is gone again"};
  }

  /// What is wrong with the ledger; one sentence each.
  std::vector<std::string> faults() {
    std::vector<std::string> wrong;
    std::int64_t sum = 0;
    std::map<std::string, int> seen;
    for (const auto& item : all_transactions(client_)) {
      const std::string payee{item.at("payee").as_string()};
      const std::string amount{item.at("amount").at("amount").as_string()};
      sum += cents(amount);
      const auto known = entries_.find(payee);
      if (++seen[payee] > 1)
        wrong.push_back(payee + " is there twice");
      else if (known == entries_.end())
        wrong.push_back(payee + " was never sent");
      else if (known->second.amount != amount || known->second.id != item.at("id").as_int64())
        wrong.push_back(payee + " is " + boost::json::serialize(item));
    }
    for (const auto& [payee, entry] : entries_)
      if (!seen.contains(payee)) wrong.push_back(payee + " is lost");
    const auto balance = client_.get("/api/v1/accounts/" + std::to_string(account_));
    if (cents(balance.text("/balance/amount")) != sum)
      wrong.push_back("the sum is " + decimal(sum) + ", and " + balance.body);
    return wrong;
  }

  /// Changes of the ledger that were acknowledged, its account included.
  std::int64_t changes() const { return writes_ + 1; }
  /// Those that the audit log tells of.
  std::int64_t audited() {
    std::int64_t count = 0;
    std::string next = "/api/v1/audit/entries?limit=500";
    while (!next.empty()) {
      const auto page = expect_status(client_.get(next), 200).json();
      for (const auto& entry : page.at("items").as_array())
        if (entry.at("kind").as_string() == "ledger_changed") ++count;
      const auto* cursor = page.as_object().if_contains("next_cursor");
      next = cursor ? "/api/v1/audit/entries?limit=500&cursor=" + std::string{cursor->as_string()}
                    : std::string{};
    }
    return count;
  }
  /// True when every event has had its effect. Throws as soon as the auditor misses one.
  bool all_delivered() {
    const auto status = expect_status(client_.get("/api/v1/status"), 200).json();
    const auto number = [](const boost::json::value& of, const char* name) {
      return of.at(name).to_number<std::int64_t>();
    };
    std::int64_t waiting = status.at("streams").as_array().size() < 4 ? 1 : 0;
    for (const auto& stream : status.at("streams").as_array()) {
      std::int64_t faults = number(stream, "lost");
      for (const auto& each : stream.at("subscribers").as_array()) {
        if (!each.at("heard").as_bool()) ++waiting;
        faults += number(each, "parked") + number(each, "missing") + number(each, "ahead");
        waiting += number(each, "in_flight");
        if (number(stream, "published") != number(each, "applied") + number(each, "parked") +
                                               number(each, "missing") + number(each, "in_flight"))
          ++faults;
      }
      if (faults != 0) throw std::runtime_error{boost::json::serialize(stream)};
    }
    return waiting == 0;
  }

  std::string hash() { return client_.get("/api/v1/ledger/hash").body; }

private:
  struct known_entry {
    std::int64_t id = 0;
    std::string amount, etag;
  };

  bool write_next() {
    if (!pending_) pending_ = next_request();
    const auto reply = client_.try_send(*pending_);
    if (!reply) return false;
    expect_status(*reply, pending_->method == "POST" ? 201 : 200);
    pending_.reset();
    entries_[reply->text("/payee")] = {reply->number("/id"), reply->text("/amount/amount"),
                                       reply->header("ETag").value_or("")};
    acknowledged_.add();
    return true;
  }

  /// Every fourth write corrects the entry before it.
  api_request next_request() {
    const auto number = ++writes_;
    const header_fields key = {{"Idempotency-Key", "write-" + std::to_string(number)}};
    const auto last = "payee " + std::to_string(number - 1);
    if (number % 4 != 0)
      return {"POST", "/api/v1/transactions",
              boost::json::serialize(
                  body_of({account_, decimal(-number), "payee " + std::to_string(number)})),
              key};
    const auto& corrected = entries_.at(last);
    api_request patch{"PATCH", "/api/v1/transactions/" + std::to_string(corrected.id),
                      boost::json::serialize(boost::json::value{
                          {"amount", {{"amount", decimal(number)}, {"currency", "USD"}}}}),
                      key};
    patch.fields.emplace_back("If-Match", corrected.etag);
    return patch;
  }

  api_client client_;
  std::int64_t account_;
  acknowledgement_count& acknowledged_;
  std::int64_t writes_ = 0;
  std::optional<api_request> pending_;
  std::map<std::string, known_entry> entries_;
};

}  // namespace

TEST_CASE("a node killed at any moment has every acknowledged write, exactly once") {
  const auto kills = chosen("SMARTFIN_TEST_KILLS", 12);
  const auto most_writes = chosen("SMARTFIN_TEST_WRITES_PER_KILL", 150);
  const auto seed = chosen("SMARTFIN_TEST_SEED", 20'260'314);
  INFO("seed " << seed);
  std::mt19937_64 random{seed};
  const node_home home;
  node_process node{home};
  acknowledgement_count acknowledged;
  std::vector<keyed_writer> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back(node.port(), "writer" + std::to_string(i), acknowledged);

  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    INFO("kill " << kill);
    std::vector<std::thread> threads;
    for (auto& each : writers) threads.emplace_back([&] { each.write_until_death(); });
    CHECK(acknowledged.wait_for_more(1 + random() % most_writes));
    node.kill();
    for (auto& each : threads) each.join();

    node.start();
    std::vector<std::string> hashes;
    for (auto& each : writers) {
      each.move_to(node.port());
      each.settle();
      for (const auto& fault : each.faults()) FAIL_CHECK(fault);
      hashes.push_back(each.hash());
      each.all_delivered();
    }
    CHECK(node.stop().status == 0);
    node.start();
    for (std::size_t i = 0; i < writers.size(); ++i) {
      writers[i].move_to(node.port());
      CHECK(writers[i].hash() == hashes[i]);
    }
  }

  // What every change had to tell came to AUDIT once.
  for (auto& each : writers) {
    CHECK(eventually([&] { return each.audited() == each.changes(); }, 60s));
    CHECK(eventually([&] { return each.all_delivered(); }, 60s));
    CHECK(each.audited() == each.changes());
  }
}
