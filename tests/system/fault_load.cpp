#include "tests/system/fault_load.hpp"

#include <boost/json/serialize.hpp>

namespace smartfin::test {

load_client::load_client(std::string service, int port, const std::string& name, load_board& board)
    : service_(std::move(service)), name_(name), board_(board), client_(signed_up(port, name)) {}

void load_client::run() {
  try {
    while (!board_.ended) step();
  } catch (const std::exception& broken) {
    fail(std::string{"the client gave up: "} + broken.what(), false);
  }
}

std::optional<api_reply> load_client::ask(const api_request& request, int expected) {
  auto reply = client_.try_send(request);
  ++answered_;
  board_.progress.notify_all();
  if (reply && reply->status == expected) return reply;
  const auto told = reply ? reply->head + reply->body : "no answer";
  const auto type = reply ? reply->header("Content-Type").value_or("") : "";
  fail(request.method + " " + request.target + ": " + told,
       reply && reply->status >= 500 && type == "application/problem+json");
  return std::nullopt;
}

std::optional<api_reply> load_client::ask(const std::string& method, const std::string& target,
                                          const boost::json::value& body, int expected,
                                          header_fields fields) {
  return ask(
      {method, target, body.is_null() ? "" : boost::json::serialize(body), std::move(fields)},
      expected);
}

void load_client::complain(const std::string& what) { fail(what, false); }

void load_client::fail(const std::string& what, bool clean) {
  const std::lock_guard lock{board_.mutex};
  board_.failures.push_back({service_, board_.failing, what, clean});
}

running_load::running_load(int port) : clients_(usual_clients(port, board_)) {
  for (const auto& each : clients_) threads_.emplace_back([&] { each->run(); });
}

running_load::~running_load() { end(); }

void running_load::set_failing(const std::string& service) {
  const std::lock_guard lock{board_.mutex};
  board_.failing = service;
}

bool running_load::let_pass(std::int64_t more) {
  std::vector<std::int64_t> goals;
  for (const auto& each : clients_) goals.push_back(each->answered() + more);
  const auto passed = [&] {
    for (std::size_t i = 0; i < goals.size(); ++i)
      if (clients_[i]->answered() < goals[i]) return false;
    return true;
  };
  std::unique_lock lock{board_.mutex};
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  // A client tells of progress without the lock, so that what it told may be missed: look again.
  while (!passed() && std::chrono::steady_clock::now() < end)
    board_.progress.wait_for(lock, std::chrono::milliseconds{20});
  return passed();
}

void running_load::end() {
  board_.ended = true;
  for (auto& each : threads_)
    if (each.joinable()) each.join();
}

}  // namespace smartfin::test
