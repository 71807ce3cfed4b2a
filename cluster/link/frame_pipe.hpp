#pragma once

#include <memory>
#include <string>

namespace smartfin {

namespace wire {
class Frame;
}

/// One connection that carries frames, as a session sees it.
class frame_pipe {
public:
  virtual ~frame_pipe() = default;
  /// Asks for the next frame: one at a time, answered by `on_frame` or `on_ended`.
  virtual void read() = 0;
  /// `frame` stays as it is until `on_written`; one at a time. `more` come at once: it may wait for them.
  virtual void write(const wire::Frame& frame, bool more) = 0;
  /// Ends the connection. Nothing is read or written from then on; `on_ended` comes. Idempotent.
  virtual void end() = 0;
};

/// What a connection tells the session on it, by any thread.
class frame_listener {
public:
  virtual ~frame_listener() = default;
  virtual void on_frame(wire::Frame& frame) = 0;
  virtual void on_written() = 0;
  /// The last that is heard, once.
  virtual void on_ended(const std::string& why) = 0;
};

}  // namespace smartfin
