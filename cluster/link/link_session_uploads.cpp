#include <algorithm>

#include "cluster/link/link.pb.h"
#include "cluster/link/link_session_step.hpp"

namespace smartfin {

// The sending side: pieces are read by the worker, so that a slow disk holds up no other call.

void link_session::want_piece(step& s, std::uint64_t id, asked& call) {
  if (call.is_reading || call.read >= call.allowed || call.read >= call.upload->size()) return;
  call.is_reading = true;
  s.after([self = shared_from_this(), id] {
    self->around_.worker.post([self, id] { self->read_piece(id); });
  });
}

void link_session::read_piece(std::uint64_t id) {
  std::shared_ptr<const byte_source> source;
  std::uint64_t at = 0;
  std::size_t size = 0;
  {
    const std::lock_guard lock{mutex_};
    const auto found = asked_.find(id);
    if (found == asked_.end()) return;
    const auto& call = found->second;
    source = call.upload;
    at = call.read;
    size = static_cast<std::size_t>(
        std::min<std::uint64_t>({upload_piece, call.allowed - at, call.upload->size() - at}));
  }
  auto frame = std::make_unique<wire::Frame>();
  auto& piece = *frame->mutable_piece();
  piece.set_id(id);
  piece.set_offset(at);
  auto& bytes = *piece.mutable_bytes();
  bytes.resize(size);
  bool is_read = false;
  try {
    is_read = source->read(at, bytes) == size;
  } catch (const no_room&) {
  }
  step s{*this};
  const auto found = asked_.find(id);
  if (found == asked_.end()) return;
  auto& call = found->second;
  call.is_reading = false;
  if (!is_read) {
    auto cancel = std::make_unique<wire::Frame>();
    cancel->mutable_cancel()->set_id(id);
    finish(s, id, call_loss::not_sent);
    return push(s, {std::move(cancel)});
  }
  call.read += size;
  want_piece(s, id, call);
  push(s, {std::move(frame), 0, id, call.read == call.upload->size()});
}

void link_session::on_credit(step& s, const wire::Frame& frame) {
  const auto found = asked_.find(frame.credit().id());
  if (found == asked_.end() || !found->second.upload) return;
  auto& call = found->second;
  const auto put_away = call.allowed - upload_window;
  if (frame.credit().bytes() > call.read - put_away)
    return stop(s, "acknowledged what was not sent");
  call.allowed += frame.credit().bytes();
  want_piece(s, found->first, call);
}

// The receiving side.

void link_session::begin_upload(step& s, std::uint64_t id, std::uint64_t size, link_call call) {
  const auto& limits = around_.options.limits;
  const auto coming = std::count_if(received_.begin(), received_.end(), [](const auto& each) {
    return each.second.arrived < each.second.upload_size || each.second.upload;
  });
  if (static_cast<std::size_t>(coming) >= limits.uploads_max || size > limits.upload_bytes_max)
    return decline(s, id, "too many uploads of one node at once, or too large a one");
  auto& entry = received_[id];
  entry.deadline = call.deadline;
  entry.call = std::move(call);
  entry.upload_size = size;
  if (size == 0)
    s.after([self = shared_from_this(), id] {
      self->around_.worker.post([self, id] { self->put_away(id, {}); });
    });
}

void link_session::on_piece(step& s, wire::Frame& frame) {
  auto& piece = *frame.mutable_piece();
  const auto found = received_.find(piece.id());
  if (found == received_.end()) return;  // refused or given up in between
  auto& entry = found->second;
  const auto size = piece.bytes().size();
  if (piece.offset() != entry.arrived || size == 0 || size > entry.upload_size - entry.arrived ||
      entry.arrived + size - entry.put_away > upload_window)
    return stop(s, "sent an upload out of order");
  entry.arrived += size;
  s.after([self = shared_from_this(), id = piece.id(),
           bytes = std::make_shared<std::string>(std::move(*piece.mutable_bytes()))] {
    self->around_.worker.post([self, id, bytes] { self->put_away(id, *bytes); });
  });
}

/// On the worker.
void link_session::put_away(std::uint64_t id, const std::string& bytes) {
  std::shared_ptr<scratch_file> file;
  {
    const std::lock_guard lock{mutex_};
    const auto found = received_.find(id);
    if (found == received_.end()) return;
    file = found->second.upload;
  }
  bool is_kept = true;
  try {
    if (!file) file = around_.options.open_scratch();
    if (!bytes.empty()) file->append(bytes);
  } catch (const std::runtime_error&) {
    is_kept = false;
  }
  step s{*this};
  const auto found = received_.find(id);
  if (found == received_.end()) return;
  auto& entry = found->second;
  if (!is_kept) {
    received_.erase(found);
    return decline(s, id, "there is no room for the upload");
  }
  entry.upload = file;
  entry.put_away += bytes.size();
  auto frame = std::make_unique<wire::Frame>();
  frame->mutable_credit()->set_id(id);
  frame->mutable_credit()->set_bytes(bytes.size());
  push(s, {std::move(frame)});
  if (entry.put_away < entry.upload_size) return;
  auto call = std::move(entry.call);
  call.upload = std::move(entry.upload);
  entry = received{call.deadline};
  hand_over(s, id, std::move(call));
}

}  // namespace smartfin
