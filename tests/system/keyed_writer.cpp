#include "tests/system/keyed_writer.hpp"

#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "tests/support/household.hpp"
#include "tests/support/patience.hpp"

namespace smartfin::test {

void acknowledgement_count::add() {
  const std::lock_guard lock{mutex_};
  ++count_;
  more_.notify_all();
}

bool acknowledgement_count::wait_for_more(std::uint64_t more) {
  std::unique_lock lock{mutex_};
  const auto goal = count_ + more;
  return more_.wait_for(lock, std::chrono::minutes{slowness}, [&] { return count_ >= goal; });
}

keyed_writer::keyed_writer(const node_door& door, const std::string& name,
                           acknowledgement_count& acknowledged)
    : client_(signed_up(door, name)),
      account_(open_account(client_, "Everyday")),
      acknowledged_(acknowledged) {}

void keyed_writer::write_until_death() {
  while (write_next() != outcome::node_is_gone) continue;
}

bool keyed_writer::write_while(const std::function<bool()>& goes_on) {
  while (goes_on())
    if (write_next() == outcome::node_is_gone) return false;
  return true;
}

void keyed_writer::settle() {
  while (pending_)
    if (write_next() == outcome::node_is_gone) throw std::runtime_error{"the node is gone again"};
}

std::vector<std::string> keyed_writer::faults() {
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

std::int64_t keyed_writer::audited() {
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

bool keyed_writer::all_delivered() {
  const auto status = expect_status(client_.get("/api/v1/status"), 200).json();
  const auto number = [](const boost::json::value& of, const char* name) {
    return of.at(name).to_number<std::int64_t>();
  };
  std::int64_t waiting = status.at("streams").as_array().size() < 4 ? 1 : 0;
  for (const auto& stream : status.at("streams").as_array()) {
    std::int64_t faults = number(stream, "lost");
    for (const auto& each : stream.at("subscribers").as_array()) {
      if (!each.at("heard").as_bool()) {
        ++waiting;
        continue;
      }
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

std::string keyed_writer::hash() { return client_.get("/api/v1/ledger/hash").body; }

keyed_writer::outcome keyed_writer::write_next() {
  if (!pending_) pending_ = next_request();
  if (!client_.connect()) return outcome::node_is_gone;
  const auto sent = std::chrono::steady_clock::now();
  const auto reply = client_.try_send(*pending_);
  ++requests_;
  const bool is_outage = reply && (reply->status == 503 || reply->status == 504);
  if (!reply || is_outage) outages_.push_back(sent);
  if (!reply) return outcome::node_is_gone;
  if (is_outage) return outcome::outage;
  expect_status(*reply, pending_->method == "POST" ? 201 : 200);
  pending_.reset();
  entries_[reply->text("/payee")] = {reply->number("/id"), reply->text("/amount/amount"),
                                     reply->header("ETag").value_or("")};
  acknowledged_.add();
  return outcome::acknowledged;
}

/// Every fourth write corrects the entry before it.
api_request keyed_writer::next_request() {
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

}  // namespace smartfin::test
