#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "http/front/readiness_front.hpp"
#include "tests/support/raw_client.hpp"

namespace smartfin::http {

/// A gate that handlers wait at until the test opens it, and that says how many have come.
class gate {
public:
  void pass() {
    std::unique_lock lock{mutex_};
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void wait_for(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return arrived_ >= count; });
  }
  void open() {
    const std::lock_guard lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t arrived_ = 0;
  bool open_ = false;
};

/// Answers with what it understood: "METHOD path?query [body]"; "/big" with `big_size` letters,
/// "/closed-gate" once the test's gate opens, "/throws" never.
class echo_front {
public:
  explicit echo_front(front_options options = {});
  ~echo_front();

  int port() const { return front.port(); }
  test::raw_client client() const { return test::raw_client{front.port()}; }
  std::uint64_t refused(refusal_reason why) const { return front.statistics().refused_for(why); }

  static constexpr std::size_t big_size = 8u << 20;
  gate closed_gate;
  readiness_front front;
};

/// "GET path HTTP/1.1" with a Host and `fields`, each ending in CRLF.
std::string get(std::string_view path, std::string_view fields = {});
/// "POST /echo" with a Content-Length.
std::string post(std::string_view body, std::string_view fields = {});

}  // namespace smartfin::http
