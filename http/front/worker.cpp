#include "http/front/worker.hpp"

#include <utility>

namespace smartfin::http {
namespace {

constexpr std::size_t scratch_bytes = 16 * 1024;

}  // namespace

handler inline_first(const front_options& options, handler serve) {
  if (!options.inline_handler) return serve;
  return [trivial = options.inline_handler, serve = std::move(serve)](const request& asked,
                                                                      response& answer) {
    if (!trivial(asked, answer)) serve(asked, answer);
  };
}

worker::worker(front_shared& shared, std::size_t number)
    : shared_(shared),
      number_(number),
      maker_(make_answer_maker(shared.options)),
      scratch_(scratch_bytes) {}

void worker::run() {
  while (auto client = shared_.queue.pop(number_)) serve(std::move(client));
}

void worker::answer(connection& client) {
  const auto frame = client.frame(shared_.draining.load(std::memory_order_relaxed));
  front_counters::add(shared_.counters.in_flight);
  auto made = maker_->answer(client.input.current(), frame, shared_.serve);
  front_counters::subtract(shared_.counters.in_flight);
  client.put(std::move(made));
  client.finish_request();
  if (frame.close || (frame.http_1_0 && client.streaming())) client.close_after_output(false);
}

/// Makes and sends pieces for as long as the reader takes them at once and nobody waits; true when
/// the body is whole, otherwise somebody else has the connection now.
bool worker::stream(connection_ptr& client) {
  for (bool had_turn = false; client->streaming(); had_turn = true) {
    if (client->flush() != connection::flushed::all) break;
    if (had_turn && shared_.queue.has_waiting()) {
      shared_.queue.push_again(std::move(client));
      return false;
    }
    if (!client->put_next_piece()) break;
  }
  if (!client->streaming() && !client->broken_off()) return true;
  shared_.handback.give(std::move(client));
  return false;
}

void worker::serve(connection_ptr client) {
  using step = request_assembler::step;
  if (client->input.wants_spool()) {
    client->input.write_part();
    client->input_memory.set(client->input.held());
    client->note_unread();
    if (client->input.advance() != step::whole) return shared_.handback.give(std::move(client));
  }
  for (;;) {
    if (!client->streaming()) answer(*client);
    if (client->streaming() && !stream(client)) return;
    const auto next = client->closing() ? step::refused : client->input.advance();
    const bool goes_on = next == step::whole && !shared_.queue.has_waiting();
    if (goes_on && !client->wants_flush()) continue;  // pipelined: their answers go out together
    const auto written = client->flush();
    if (written != connection::flushed::all || (next != step::whole && next != step::more))
      return shared_.handback.give(std::move(client));
    if (goes_on) continue;
    if (next == step::whole) return shared_.queue.push_again(std::move(client));
    if (!find_next(client)) return;
  }
}

/// Gives the connection back, or reads what has arrived meanwhile; true if that was a whole
/// request.
bool worker::find_next(connection_ptr& client) {
  while (client->input.empty() && !client->ended() &&
         !shared_.draining.load(std::memory_order_relaxed)) {
    if (!client->undrained() && client->owner.give_back()) return false;
    if (!client->read(scratch_, scratch_.size(), true)) break;
    const auto next = client->input.advance();
    if (next == request_assembler::step::whole) return true;
    if (next != request_assembler::step::more) break;
  }
  shared_.handback.give(std::move(client));
  return false;
}

}  // namespace smartfin::http
