#include "http/front/request_assembler.hpp"

namespace smartfin::http {
namespace {

/// What an idle connection may keep of its buffers.
constexpr std::size_t kept_bytes_max = 4096;
/// Method, version and blanks around a target, before its line has ended.
constexpr std::size_t line_allowance = 64;
/// A file is written in parts of this size or more.
constexpr std::size_t part_bytes = 256 * 1024;

void release(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kept_bytes_max) std::string{}.swap(buffer);
}

}  // namespace

void request_assembler::append(std::string_view bytes, std::chrono::steady_clock::time_point now) {
  if (begin_ > 0) {
    in_.erase(0, begin_);
    begin_ = 0;
  }
  if (in_.empty()) started_ = now;
  in_.append(bytes);
}

request_assembler::step request_assembler::refuse(const refusal& why) {
  why_ = why;
  return step::refused;
}

request_assembler::step request_assembler::advance() {
  if (why_) return step::refused;
  if (head_size_ == 0) {
    if (const auto taken = take_head(); taken != step::whole) return taken;
  }
  return take_body();
}

// RFC 9112, 2.2: an empty line before a request line is to be ignored.
void request_assembler::skip_empty_lines() {
  while (rest().starts_with("\r\n")) {
    begin_ += 2;
    scanner_.reset();
  }
}

request_assembler::step request_assembler::take_head() {
  skip_empty_lines();
  const auto text = rest();
  if (text.empty() || text == "\r") return step::more;
  const auto end = scanner_.find_end(text);
  if (scanner_.bare_line_feed())
    return refuse({400, "a bare line feed", refusal_reason::malformed});
  if (!scanner_.has_line() && text.size() > limits_.target_bytes_max + line_allowance)
    return refuse({414, "the target is too long", refusal_reason::target_too_long});
  if (end.value_or(text.size()) > limits_.header_bytes_max)
    return refuse({431, "the header is too large", refusal_reason::header_too_large});
  if (!end) return step::more;
  if (const auto refused = parse_head(text.substr(0, *end), limits_, head_))
    return refuse(*refused);
  head_size_ = *end;
  body_max_ = limits_.body_bytes_max;
  const bool has_body = head_.chunked || head_.content_length > 0;
  if (has_body && limits_.body_limit_of)
    body_max_ = limits_.body_limit_of(head_.method.of(text), head_.path.of(text));
  takes_files_ = has_body && limits_.open_spool && limits_.takes_files &&
                 limits_.takes_files(head_.method.of(text), head_.path.of(text));
  if (head_.content_length > body_max_)
    return refuse({413, "the body is too large", refusal_reason::body_too_large});
  continue_sent_ = !head_.expects_continue || !has_body;
  return step::whole;
}

request_assembler::step request_assembler::take_body() {
  const auto arrived = rest().size() - head_size_;
  if (!continue_sent_) {
    continue_sent_ = true;
    if (arrived == 0) return step::wants_continue;
  }
  if (head_.chunked) return take_chunks();
  const bool all = spooled() + arrived >= head_.content_length;
  const bool goes_to_file = takes_files_ && head_.content_length > limits_.spool_bytes_min;
  if (goes_to_file && spooled() < head_.content_length && (all || arrived >= part_bytes)) {
    wants_spool_ = true;
    return step::spool;
  }
  if (!all) return step::more;
  bind();
  return step::whole;
}

request_assembler::step request_assembler::take_chunks() {
  if (!chunks_done_) {
    const auto made = chunks_.feed(rest().substr(head_size_), body_, body_max_ - spooled());
    in_.erase(begin_ + head_size_, made.consumed);
    if (made.refused) return refuse(*made.refused);
    chunks_done_ = made.done;
  }
  const bool goes_to_file = file_ || (takes_files_ && body_.size() > limits_.spool_bytes_min);
  if (goes_to_file && !body_.empty() && (chunks_done_ || body_.size() >= part_bytes)) {
    wants_spool_ = true;
    return step::spool;
  }
  if (!chunks_done_) return step::more;
  bind();
  return step::whole;
}

bool request_assembler::is_admitted() {
  if (!limits_.admits_file) return true;
  bind_head();
  if (limits_.admits_file(request_)) return true;
  refuse({401, "sign in before sending a file", refusal_reason::not_admitted});
  return false;
}

void request_assembler::write_part() {
  wants_spool_ = false;
  try {
    if (!file_ && !is_admitted()) return;
    if (!file_) file_ = limits_.open_spool();
    if (head_.chunked) {
      file_->append(body_);
      body_.clear();
      return;
    }
    const auto left = static_cast<std::size_t>(head_.content_length) - spooled();
    const auto part = rest().substr(head_size_, left);
    const auto written = part.size();
    file_->append(part);
    in_.erase(begin_ + head_size_, written);
  } catch (const no_room&) {
    refuse({507, "there is no room for a file of this size now", refusal_reason::no_room});
  }
}

void request_assembler::bind_head() {
  const auto text = rest();
  request_.method = head_.method.of(text);
  request_.target = head_.target.of(text);
  request_.path = head_.path.of(text);
  request_.query_string = head_.query.of(text);
  request_.headers.clear();
  for (const auto& field : head_.fields)
    request_.headers.push_back({field.name.of(text), field.value.of(text)});
  request_.body = {};
  request_.remote_address = remote_address_;
  request_.received_at = started_;
}

void request_assembler::bind() {
  bind_head();
  request_.file = file_;
  if (file_) return;
  request_.body =
      head_.chunked ? std::string_view{body_} : rest().substr(head_size_, body_in_memory());
}

void request_assembler::finish(std::chrono::steady_clock::time_point now) {
  started_ = now;
  begin_ += head_size_ + (head_.chunked ? 0 : body_in_memory());
  head_size_ = 0;
  file_ = nullptr;
  request_.file = nullptr;
  takes_files_ = chunks_done_ = false;
  scanner_.reset();
  chunks_.reset();
  release(body_);
  if (begin_ < in_.size()) return;
  begin_ = 0;
  release(in_);
}

void request_assembler::abandon() {
  begin_ = 0;
  in_ = {};
  body_ = {};
  file_ = nullptr;
  request_ = {};
}

}  // namespace smartfin::http
