#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "domain/byte_source.hpp"

namespace smartfin {

/// One request as a link carries it: of what is in it the link knows nothing.
struct link_call {
  std::string caller{};      // the service that asks
  std::string service{};     // the one that is asked
  std::string interface {};  // in which of its forms
  std::string message{};     // the request's type
  std::string credential{};
  std::string context{};     // JSON
  std::string payload{};     // JSON
  std::string attachment{};  // bytes as they are
  /// Bytes that follow in pieces, at whatever size; nothing when there are none.
  std::shared_ptr<const byte_source> upload{};
  /// When nobody waits for the answer any more.
  std::chrono::steady_clock::time_point deadline{};
  /// No answer is expected, and none comes.
  bool one_way = false;
};

struct link_answer {
  std::string payload;
  std::string attachment;
};

/// What the other side's service answered instead: a refusal or an outage, by its category's name.
struct carried_error {
  std::string category;
  std::uint8_t code = 0;
  std::string detail;
  friend bool operator==(const carried_error&, const carried_error&) = default;
};

/// Why there is no answer from the other side.
enum class call_loss : std::uint8_t {
  not_sent,    // there is no link, or it ended first: certainly not processed
  unanswered,  // the link ended while it was on its way: it may have been processed
  overloaded,  // too much is on its way already: not sent
  too_large,   // for one frame: not sent
  expired,     // its deadline passed before it was sent, or before an answer came
};

using call_outcome = std::variant<link_answer, carried_error, call_loss>;
/// Called once, by any thread, also from within the call that it is given to. Must not block.
using call_completion = std::function<void(call_outcome)>;

/// The answer to a call of a peer. Called at most once, by any thread.
using call_reply = std::function<void(std::variant<link_answer, carried_error>)>;

/// Where the calls of peers go.
class call_receiver {
public:
  virtual ~call_receiver() = default;
  /// `call.upload` is complete and may be read. Calls of one peer come one after another in the order in which they
  /// were sent, except that one with an upload comes when its last piece has. `answer` may be dropped: then none is
  /// sent.
  virtual void receive(const std::string& peer, link_call call, call_reply answer) = 0;
};

}  // namespace smartfin
