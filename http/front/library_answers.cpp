// The one file that knows cpp-httplib, and the differences between its releases 0.11 and 0.18.
#include <httplib.h>

#include <cstring>
#include <utility>

#include "http/front/answer.hpp"

namespace smartfin::http {
namespace {

/// A request already in memory, and a place for the head that the library writes. Functions of
/// later releases are here without `override`, which earlier ones would reject.
class memory_stream final : public httplib::Stream {
public:
  memory_stream(std::string_view input, std::string& output) : input_(input), output_(output) {}

  bool is_readable() const override { return !input_.empty(); }
  bool is_writable() const override { return true; }
  bool wait_readable() const { return is_readable(); }
  bool wait_writable() const { return true; }
  ssize_t read(char* to, size_t size) override {
    size = std::min(size, input_.size());
    std::memcpy(to, input_.data(), size);
    input_.remove_prefix(size);
    return static_cast<ssize_t>(size);
  }
  ssize_t write(const char* from, size_t size) override {
    output_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }
  time_t duration() const { return 0; }

private:
  std::string_view input_;
  std::string& output_;
};

/// The library's server without its sockets. It gets the request line alone: the front has settled
/// what the fields say about framing and connection, and the library would also act on Range,
/// Expect and Accept-Encoding and unescape field values. The pre-routing hook answers, so neither
/// its routing nor its reading of bodies is reached; the body goes round it, so that it is never
/// copied.
class library_server final : private httplib::Server, public prepared_answers {
public:
  explicit library_server(const front_options& options) : prepared_answers(options) {
    keep_alive_timeout_sec_ =
        std::chrono::duration_cast<std::chrono::seconds>(options.idle_time_max).count();
    keep_alive_max_count_ = 1'000'000;
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& to) {
      fill(to);
      return HandlerResponse::Handled;
    });
  }

  outgoing answer(const request& asked, const answer_frame& frame, const handler& serve) override {
    asked_ = &asked;
    frame_ = frame;
    serve_ = &serve;
    line_.assign(asked.method).append(" ").append(asked.path).append(" HTTP/1.1\r\n\r\n");
    outgoing made;
    made.head.reserve(512);
    memory_stream stream{line_, made.head};
    filled_ = false;
    process(*this, stream);
    if (!filled_)  // the library refused the line, as one longer than its own limit: the front did
                   // not
      return write_answer(prepare(asked, frame, serve), frame);
    if (answer_.source) return with_head(std::move(answer_), frame);
    if (answer_.status == 204 || answer_.status == 304) drop_length(made.head);
    made.body = std::move(answer_.body);
    return made;
  }

private:
  void fill(httplib::Response& to) {
    answer_ = prepare(*asked_, frame_, *serve_);
    filled_ = true;
    to.status = answer_.status;
    if (answer_.source) return;  // the library would announce a length
    for (auto& [name, value] : answer_.headers)
      if (name != "Connection" || !frame_.close)  // the library says "close" itself
        to.headers.emplace(std::move(name), std::move(value));
    // For HEAD it would announce ranges, which the handler alone can.
    if (frame_.head_only && !to.has_header("Accept-Ranges"))
      to.headers.emplace("Accept-Ranges", "none");
  }

  /// The library announces a length of 0 where RFC 9110, 8.6 forbids one.
  static void drop_length(std::string& head) {
    static constexpr std::string_view field = "Content-Length: 0\r\n";
    if (const auto at = head.find(field); at != std::string::npos) head.erase(at, field.size());
  }

  /// Release 0.18 wants to be told the addresses.
  template <class Self>
  static void process(Self& self, memory_stream& stream) {
    bool closed = false;
    const bool close = self.frame_.close;
    if constexpr (requires { self.process_request(stream, close, closed, nullptr); })
      self.process_request(stream, close, closed, nullptr);
    else
      self.process_request(stream, std::string{}, 0, std::string{}, 0, close, closed, nullptr);
  }

  const request* asked_ = nullptr;
  const handler* serve_ = nullptr;
  answer_frame frame_;
  bool filled_ = false;
  response answer_;
  std::string line_;
};

}  // namespace

std::unique_ptr<answer_maker> make_library_answers(const front_options& options) {
  return std::make_unique<library_server>(options);
}

}  // namespace smartfin::http
