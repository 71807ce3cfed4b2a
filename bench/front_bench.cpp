// Serves one trivial handler on three ports until its standard input ends: a bare cpp-httplib server
// (TCP_NODELAY, a thread per connection, no cap on requests per connection), the readiness front
// through the library, and the front with its direct writer. bench/front_bench.sh drives it.
#include <httplib.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>

#include "http/front/readiness_front.hpp"

namespace {

const std::string body(1000, 'x');

smartfin::http::front_options options_for(smartfin::http::answer_engine engine, int workers) {
  smartfin::http::front_options options;
  options.engine = engine;
  options.workers = static_cast<std::size_t>(workers);
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  using smartfin::http::answer_engine;
  const int workers = count > 1 ? std::atoi(arguments[1]) : 16;

  httplib::Server bare;
  bare.Get("/h", [](const httplib::Request&, httplib::Response& to) {
    to.set_content(body, "application/json");
  });
  bare.set_tcp_nodelay(true);
  bare.set_keep_alive_max_count(100'000'000);
  bare.new_task_queue = [] { return new httplib::ThreadPool(320); };
  const int bare_port = bare.bind_to_any_port("127.0.0.1");
  std::thread bare_thread{[&] { bare.listen_after_bind(); }};

  const auto serve = [](const smartfin::http::request&, smartfin::http::response& to) {
    to.body = body;
    to.content_type = "application/json";
  };
  smartfin::http::readiness_front library{options_for(answer_engine::library, workers), serve};
  smartfin::http::readiness_front direct{options_for(answer_engine::direct, workers), serve};
  const auto library_port = library.start();
  const auto direct_port = direct.start();
  if (!library_port || !direct_port) return 1;
  std::cout << "bare " << bare_port << "\nlibrary " << *library_port << "\ndirect " << *direct_port
            << std::endl;
  for (std::string line; std::getline(std::cin, line);) continue;
  bare.stop();
  bare_thread.join();
}
