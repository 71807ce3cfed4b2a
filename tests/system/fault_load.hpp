#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/household.hpp"

namespace smartfin::test {

/// A request that was not served.
struct failed_request {
  std::string to;      ///< the service it was for
  std::string during;  ///< the service that was failing then; empty between faults
  std::string what;    ///< request and answer
  bool clean = false;  ///< a problem document with a status of 500 or more
  std::chrono::steady_clock::time_point sent;
};

/// What all clients of a load share.
struct load_board {
  explicit load_board(std::vector<node_door> where) : doors(std::move(where)) {}

  const std::vector<node_door> doors;
  std::atomic<bool> ended = false;
  std::mutex mutex;
  std::condition_variable progress;
  std::string failing;                   // under the mutex
  std::vector<failed_request> failures;  // under the mutex
};

/// Somebody who uses one service without pause, on a thread of their own, and remembers what the
/// service has acknowledged. Goes on to the next door when one is closed or answers with an outage, as a load balancer
/// does.
class load_client {
public:
  load_client(std::string service, const std::string& name, load_board& board);
  virtual ~load_client() = default;

  const std::string& service() const { return service_; }
  std::int64_t answered() const { return answered_; }
  void run();
  /// To the first door.
  void return_home() { client_.move_to(board_.doors.front()); }
  /// What was acknowledged and is not there, or wrongly; one sentence each. After `run`.
  virtual std::vector<std::string> losses() = 0;

protected:
  virtual void step() = 0;
  /// Nothing when the request failed, which is then on the board.
  std::optional<api_reply> ask(const api_request& request, int expected);
  /// The answer, whatever it is, unless it is an outage or there is none.
  std::optional<api_reply> ask(const api_request& request);
  std::optional<api_reply> ask(const std::string& method, const std::string& target,
                               const boost::json::value& body, int expected,
                               header_fields fields = {});
  api_client& client() { return client_; }
  /// The board's complaint about an answer that has the right status and is wrong.
  void complain(const std::string& what);
  const std::string& name() const { return name_; }

private:
  bool connect();
  void fail(const std::string& what, bool clean);

  std::string service_, name_;
  load_board& board_;
  std::size_t door_ = 0;
  std::chrono::steady_clock::time_point sent_;
  api_client client_;
  std::atomic<std::int64_t> answered_ = 0;
};

/// One client each for authentication, the profile and the score; two that write to the ledger and
/// two that read it.
std::vector<std::unique_ptr<load_client>> usual_clients(load_board& board);

/// Runs clients from its start to `end`.
class running_load {
public:
  explicit running_load(std::vector<node_door> doors);
  explicit running_load(int port) : running_load(std::vector<node_door>{port}) {}
  ~running_load();

  void set_failing(const std::string& service);
  /// Until every client has had `more` further answers; false if that takes longer than a minute.
  bool let_pass(std::int64_t more);
  void end();

  const std::vector<std::unique_ptr<load_client>>& clients() const { return clients_; }
  /// After `end`.
  const std::vector<failed_request>& failures() const { return board_.failures; }

private:
  load_board board_;
  std::vector<std::unique_ptr<load_client>> clients_;
  std::vector<std::thread> threads_;
};

}  // namespace smartfin::test
