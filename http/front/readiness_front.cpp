#include "http/front/readiness_front.hpp"

#include <thread>
#include <utility>
#include <vector>

#include "http/front/front_loop.hpp"
#include "http/front/worker.hpp"

namespace smartfin::http {

class readiness_front::running {
public:
  running(const front_options& options, const handler& serve, listener listening)
      : port_(listening.port()), shared_(options, serve), loop_(shared_, std::move(listening)) {}

  ~running() { stop(); }

  /// Apart from the constructor: a request that is served at once may ask for the statistics of the finished object.
  void begin() {
    workers_.reserve(shared_.workers);
    try {
      for (std::size_t i = 0; i < shared_.workers; ++i)
        workers_.emplace_back([this, i] { worker{shared_, i}.run(); });
      thread_ = std::thread{[this] { loop_.run(); }};
    } catch (...) {  // no thread to be had: those that started must end before they are destroyed
      join();
      throw;
    }
  }

  void stop() {
    shared_.draining = true;
    shared_.handback.wake();
    join();
  }

  int port() const { return port_; }
  front_statistics statistics() const { return shared_.counters.snapshot(); }

private:
  void join() {
    if (thread_.joinable()) thread_.join();
    shared_.queue.close();
    for (auto& each : workers_)
      if (each.joinable()) each.join();
  }

  const int port_;
  front_shared shared_;
  front_loop loop_;
  std::vector<std::thread> workers_;
  std::thread thread_;
};

readiness_front::readiness_front(front_options options, handler serve)
    : options_(std::move(options)), serve_(std::move(serve)) {}

readiness_front::~readiness_front() { stop(); }

result<nothing, std::string> readiness_front::reserve() {
  auto bound = listener::bind(options_.host, options_.port);
  if (!bound) return failure{bound.error()};
  reserved_ = std::move(bound).value();
  return nothing{};
}

result<int, std::string> readiness_front::start() {
  if (running_) return failure{std::string{"already started"}};
  if (!reserved_)
    if (const auto taken = reserve(); !taken) return failure{taken.error()};
  auto door = *std::exchange(reserved_, std::nullopt);
  if (const auto listening = door.listen(); !listening) return failure{listening.error()};
  try {
    running_ = std::make_unique<running>(options_, serve_, std::move(door));
    running_->begin();
  } catch (const std::exception& no) {
    running_.reset();
    return failure{std::string{"cannot start the HTTP front: "} + no.what()};
  }
  return running_->port();
}

int readiness_front::port() const { return running_ ? running_->port() : 0; }

void readiness_front::stop() {
  if (running_) running_->stop();
}

front_statistics readiness_front::statistics() const {
  return running_ ? running_->statistics() : front_statistics{};
}

}  // namespace smartfin::http
