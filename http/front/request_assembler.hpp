#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/front/chunk_decoder.hpp"
#include "http/front/exchange.hpp"
#include "http/front/front_options.hpp"
#include "http/front/message_head.hpp"

namespace smartfin::http {

/// Turns the bytes of one connection into its requests, one at a time, holding no more than the
/// limits allow. Knows no sockets and no clock.
class request_assembler {
public:
  enum class step { more, wants_continue, spool, whole, refused };

  /// `limits` and `remote_address` outlive the assembler.
  request_assembler(const front_options& limits, std::string_view remote_address)
      : limits_(limits), remote_address_(remote_address) {}

  void append(std::string_view bytes, std::chrono::steady_clock::time_point now);

  /// Looks at what has arrived. `whole`: `current` is a request, until `finish`. `wants_continue`,
  /// once per request: the client waits for leave to send its body. `spool`: a part of the body is to go to its file,
  /// by `write_part` on a thread that may wait for a disk. `refused`: see `why`; nothing more will come.
  step advance();

  /// After `spool`: writes what there is of the body. A file that takes no more refuses the request.
  void write_part();
  bool wants_spool() const { return wants_spool_; }

  const request& current() const { return request_; }
  bool keep_alive() const { return head_.keep_alive; }
  bool http_1_0() const { return head_.http_1_0; }
  const refusal& why() const { return *why_; }

  /// Forgets the request served; bytes that follow it stay, and the next request counts as started
  /// `now`.
  void finish(std::chrono::steady_clock::time_point now);

  /// Gives its memory back; nothing more is to be appended.
  void abandon();

  /// No byte of a request is held.
  bool empty() const { return begin_ == in_.size(); }
  /// Bytes of memory held for what has arrived.
  std::size_t held() const { return in_.size() + body_.size(); }
  /// Bytes of the unfinished request that have arrived so far.
  std::size_t arrived() const { return in_.size() - begin_ + body_.size() + spooled(); }
  /// Its body goes to a file.
  bool is_spooled() const { return file_ != nullptr; }
  /// When its first byte was read.
  std::chrono::steady_clock::time_point started() const { return started_; }

private:
  step take_head();
  step take_body();
  step take_chunks();
  bool is_admitted();
  /// Bytes of the body that follow the head in in_, of a request without chunks.
  std::size_t body_in_memory() const {
    return file_ ? 0 : static_cast<std::size_t>(head_.content_length);
  }
  std::size_t spooled() const { return file_ ? static_cast<std::size_t>(file_->size()) : 0; }
  step refuse(const refusal& why);
  void skip_empty_lines();
  void bind();
  void bind_head();
  std::string_view rest() const { return std::string_view{in_}.substr(begin_); }

  const front_options& limits_;
  std::string_view remote_address_;
  std::string in_;
  std::size_t begin_ = 0;  // of the current request in in_
  head_scanner scanner_;
  message_head head_;
  std::size_t head_size_ = 0;  // 0 until the head is whole
  std::size_t body_max_ = 0;
  bool continue_sent_ = false;
  chunk_decoder chunks_;
  std::string body_;  // of a chunked request; any other stays in in_
  bool takes_files_ = false;
  bool wants_spool_ = false;
  bool chunks_done_ = false;
  std::shared_ptr<scratch_file> file_;  // what of the body has been written
  request request_;
  std::optional<refusal> why_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace smartfin::http
