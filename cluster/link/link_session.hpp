#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cluster/link/frame_pipe.hpp"
#include "cluster/link/link_call.hpp"
#include "cluster/link/link_options.hpp"
#include "cluster/link/work_thread.hpp"

namespace smartfin {

class link_session;

/// Who is told of a session's fate.
class session_owner {
public:
  virtual ~session_owner() = default;
  /// The hello was good. False: the session is to end.
  virtual bool session_opened(const std::shared_ptr<link_session>& session,
                              const peer_info& peer) = 0;
  virtual void session_ended(const std::shared_ptr<link_session>& session,
                             const std::string& why) = 0;
};

/// What all sessions of a node share; outlives them.
struct session_surroundings {
  const link_options& options;
  call_receiver& receiver;
  session_owner& owner;
  work_thread& worker;
};

/// One connection's conversation: the hello, then calls both ways, each with at most one answer. Thread-safe.
class link_session : public frame_listener, public std::enable_shared_from_this<link_session> {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `peer` is the node that the other side's certificate names.
  link_session(session_surroundings around, std::string peer);
  ~link_session() override;

  /// Begins: says hello.
  void start(std::shared_ptr<frame_pipe> pipe);
  void ask(link_call call, call_completion done);
  /// Ends what took too long: the hello, calls, uploads.
  void expire(time_point now);
  /// Ends the connection; `why` is told to the owner.
  void end(const std::string& why);
  const std::string& peer() const { return peer_; }

  void on_frame(wire::Frame& frame) override;
  void on_written() override;
  void on_ended(const std::string& why) override;

private:
  class step;
  using frame_ptr = std::unique_ptr<wire::Frame>;
  enum class stage { greeting, open, ending, ended };

  /// A call of ours.
  struct asked {
    call_completion done;
    time_point deadline;
    bool is_sent = false;  // its last frame was handed to the connection
    std::shared_ptr<const byte_source> upload{};
    std::uint64_t read = 0;     // bytes of the upload that were read
    std::uint64_t allowed = 0;  // and that may be
    bool is_reading = false;
  };
  /// A call of the peer.
  struct received {
    time_point deadline;
    link_call call{};  // while its upload is coming
    std::shared_ptr<scratch_file> upload{};
    std::uint64_t upload_size = 0;
    std::uint64_t arrived = 0;   // bytes of it
    std::uint64_t put_away = 0;  // and those that are on the disk
  };
  struct queued {
    frame_ptr frame;
    std::size_t bytes = 0;
    std::uint64_t call = 0;  // ours, that ends with this frame or begins with it
    bool ends_call = false;
  };

  std::optional<call_loss> no_room_for(const link_call& call) const;
  void push(step& s, queued next);
  void write_next(step& s);
  bool is_worth_writing(step& s, queued& next);
  void finish(step& s, std::uint64_t id, call_outcome outcome);
  void lose_all(step& s);
  void stop(step& s, const std::string& why);
  void refuse(step& s, std::string why);
  void decline(step& s, std::uint64_t id, std::string why);

  void on_hello(step& s, const wire::Frame& frame);
  void on_request(step& s, wire::Frame& frame);
  void on_reply(step& s, wire::Frame& frame);
  void on_piece(step& s, wire::Frame& frame);
  void on_credit(step& s, const wire::Frame& frame);
  void on_cancel(const wire::Frame& frame);

  void begin_upload(step& s, std::uint64_t id, std::uint64_t size, link_call call);
  void put_away(std::uint64_t id, const std::string& bytes);
  void read_piece(std::uint64_t id);
  void want_piece(step& s, std::uint64_t id, asked& call);
  void hand_over(step& s, std::uint64_t id, link_call call);
  void answer(std::uint64_t id, std::variant<link_answer, carried_error> what);

  const session_surroundings around_;
  const std::string peer_;
  const time_point begun_;

  std::mutex mutex_;
  stage stage_ = stage::greeting;
  std::string why_ended_;
  std::shared_ptr<frame_pipe> pipe_;
  std::deque<queued> queue_;
  std::size_t queued_bytes_ = 0;
  frame_ptr writing_;
  bool owes_flush_ = false;  // what was written last waits for more
  std::uint64_t last_id_ = 0;
  std::uint64_t last_received_ = 0;
  std::size_t uploads_ = 0;  // of ours
  std::map<std::uint64_t, asked> asked_;
  std::map<std::uint64_t, received> received_;
};

}  // namespace smartfin
