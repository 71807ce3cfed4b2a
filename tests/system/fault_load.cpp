#include "tests/system/fault_load.hpp"

#include <boost/json/serialize.hpp>

namespace smartfin::test {

load_client::load_client(std::string service, const std::string& name, load_board& board)
    : service_(std::move(service)),
      name_(name),
      board_(board),
      client_(signed_up(board.doors.front(), name)) {}

void load_client::run() {
  try {
    while (!board_.ended) step();
  } catch (const std::exception& broken) {
    fail(std::string{"the client gave up: "} + broken.what(), false);
  }
}

/// At the first door from the present one on that is open.
bool load_client::connect() {
  for (std::size_t i = 0; i < board_.doors.size(); ++i) {
    if (client_.connect()) return true;
    client_.move_to(board_.doors[++door_ % board_.doors.size()]);
  }
  return false;
}

std::optional<api_reply> load_client::ask(const api_request& request) {
  connect();
  sent_ = std::chrono::steady_clock::now();
  auto reply = client_.try_send(request);
  ++answered_;
  board_.progress.notify_all();
  if (reply && reply->status < 500) return reply;
  const auto type = reply ? reply->header("Content-Type").value_or("") : "";
  fail(request.method + " " + request.target + ": " +
           (reply ? reply->head + reply->body : "no answer"),
       reply && type == "application/problem+json");
  if (board_.doors.size() > 1) client_.move_to(board_.doors[++door_ % board_.doors.size()]);
  return std::nullopt;
}

std::optional<api_reply> load_client::ask(const api_request& request, int expected) {
  auto reply = ask(request);
  if (!reply || reply->status == expected) return reply;
  fail(request.method + " " + request.target + ": " + reply->head + reply->body, false);
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
  board_.failures.push_back({service_, board_.failing, what, clean, sent_});
}

running_load::running_load(std::vector<node_door> doors)
    : board_(std::move(doors)), clients_(usual_clients(board_)) {
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
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{slowness};
  // A client tells of progress without the lock, so that what it told may be missed: look again.
  while (!passed() && std::chrono::steady_clock::now() < end)
    board_.progress.wait_for(lock, std::chrono::milliseconds{20});
  return passed();
}

void running_load::end() {
  board_.ended = true;
  for (auto& each : threads_)
    if (each.joinable()) each.join();
  for (const auto& each : clients_) each->return_home();
}

}  // namespace smartfin::test
