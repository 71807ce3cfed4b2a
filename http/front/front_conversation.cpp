#include "http/front/front_loop.hpp"

namespace smartfin::http {
namespace {

/// What one client may have read in one turn, so that a fast sender leaves time for the others.
constexpr std::size_t read_budget = 256 * 1024;
constexpr std::size_t discard_budget = 1024 * 1024;

}  // namespace

/// Does everything that can be done for a connection at once: output first, then input.
void front_loop::tend(connection& client, bool to_end) {
  if (client.broken_off()) return drop(client);
  if (client.has_output() && !flush(client)) return;
  if (client.streaming()) return go_on_streaming(client);
  if (client.closing()) return linger(client);
  if (!client.read(scratch_, read_budget, to_end)) return drop(client);
  converse(client);
}

/// Goes on with what has been read.
void front_loop::converse(connection& client) {
  using step = request_assembler::step;
  for (;;) {
    const auto next = client.input.advance();
    if (next == step::refused) return refuse(client, client.input.why());
    if (next == step::whole) {
      if (!answer_inline(client)) return make_ready(client);
    } else if (next == step::spool) {
      return write_body(client);
    } else if (next == step::wants_continue) {
      client.put({"HTTP/1.1 100 Continue\r\n\r\n", {}});
    } else {
      if (client.ended()) return drop(client);
      if (client.input_memory.set(client.input.held()) > shared_.options.body_memory_max)
        return refuse(client, {503, "too many large requests", refusal_reason::memory_full});
      if (client.undrained()) unfinished_.push_back(*clients_.find(client.key));
      return clients_.set_alarm(client, deadline_of(client));
    }
    if (!flush(client)) return;
    if (client.closing()) return linger(client);
  }
}

/// True when nothing is left to send; otherwise the connection waits for its reader, or is gone.
bool front_loop::flush(connection& client) {
  const auto done = client.flush();
  if (done == connection::flushed::all) {
    client.output_memory.set(0);
    return true;
  }
  if (done == connection::flushed::broken) {
    drop(client);
    return false;
  }
  if (client.output_memory.set(client.unsent()) > shared_.options.output_memory_max) {
    shared_.counters.count(refusal_reason::memory_full);
    drop(client);
    return false;
  }
  clients_.set_alarm(client, client.deadline());
  return false;
}

bool front_loop::answer_inline(connection& client) {
  if (!shared_.options.inline_handler) return false;
  response made;
  if (!shared_.options.inline_handler(client.input.current(), made)) return false;
  const auto frame = client.frame(draining_);
  client.put(maker_->answer(client.input.current(), frame,
                            [&](const request&, response& answer) { answer = std::move(made); }));
  client.finish_request();
  if (frame.close) client.close_after_output(false);
  return true;
}

response front_loop::problem(int status, std::string_view detail) const {
  auto made = shared_.options.problem ? shared_.options.problem(status, detail)
                                      : front_problem(status, detail);
  if (status == 503 || status == 429)
    made.headers.emplace_back("Retry-After", std::to_string(shared_.options.retry_after_s));
  return made;
}

void front_loop::refuse(connection& client, const refusal& why) {
  shared_.counters.count(why.reason);
  client.put(write_answer(problem(why.status, why.detail), {.close = true}));
  client.close_after_output(true);
  client.input.abandon();
  client.input_memory.set(0);
  if (flush(client)) linger(client);
}

/// Ends a connection whose output is gone. A refused client may still be sending, and closing on
/// unread bytes would destroy the refusal on its way: what it sends is read and forgotten until it
/// ends or time is up.
void front_loop::linger(connection& client) {
  if (!client.lingering()) client.start_lingering();
  if (!client.read(scratch_, discard_budget, true) || client.ended()) return drop(client);
  if (!client.refused() && !client.undrained()) return drop(client);
  if (client.undrained()) unfinished_.push_back(*clients_.find(client.key));
  clients_.set_alarm(client, client.deadline());
}

void front_loop::drop(connection& client) {
  clients_.remove(client);
  shared_.counters.connections.store(clients_.size(), std::memory_order_relaxed);
}

void front_loop::make_ready(connection& client) {
  client.owner.give_to_worker();
  ready_.push_back(*clients_.find(client.key));
}

/// A worker writes what has arrived of a body that goes to a file.
void front_loop::write_body(connection& client) {
  if (client.input_memory.set(client.input.held()) > shared_.options.body_memory_max)
    return refuse(client, {503, "too many large requests", refusal_reason::memory_full});
  if (client.undrained()) client.note_unread();
  clients_.set_alarm(client, deadline_of(client));
  client.owner.give_to_worker();
  shared_.queue.push_again(*clients_.find(client.key));
}

/// Its reader has taken what there was: a worker makes more. What arrived meanwhile was not read.
void front_loop::go_on_streaming(connection& client) {
  client.note_unread();
  client.owner.give_to_worker();
  shared_.queue.push_again(*clients_.find(client.key));
}

void front_loop::dispatch() {
  while (!ready_.empty()) {
    shared_.queue.push(ready_);
    std::vector<connection_ptr> left;
    left.swap(ready_);
    for (const auto& client : left) {
      client->owner.take();
      overload(*client);
    }
  }
}

void front_loop::overload(connection& client) {
  shared_.counters.count(refusal_reason::queue_full);
  const auto frame = client.frame(draining_);
  client.put(write_answer(problem(503, "the server is busy"), frame));
  client.finish_request();
  if (frame.close) client.close_after_output(false);
  if (!flush(client)) return;
  if (client.closing()) return linger(client);
  converse(client);
}

}  // namespace smartfin::http
