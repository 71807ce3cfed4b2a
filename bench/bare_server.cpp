// The baseline of bench/run: cpp-httplib with TCP_NODELAY, a thread per connection and no cap on requests per
// connection. GET answers the bytes of a file: header lines, an empty line, a body. POST parses the JSON and answers
// 201 with that body. Prints its port; ends with its standard input.
//   bare_server FILE [threads]
#include <httplib.h>

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>

namespace {

struct canned_answer {
  httplib::Headers headers;
  std::string type = "application/json";
  std::string body;
};

canned_answer read_answer(const char* file) {
  std::ifstream in{file};
  canned_answer answer;
  for (std::string line; std::getline(in, line) && !line.empty();) {
    const auto colon = line.find(": ");
    if (colon != line.npos) answer.headers.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  answer.body.assign(std::istreambuf_iterator<char>{in}, {});
  return answer;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const auto answer = read_answer(arguments[1]);
  const int threads = count > 2 ? std::atoi(arguments[2]) : 320;
  const auto send = [&answer](httplib::Response& to, int status) {
    to.status = status;
    to.headers = answer.headers;
    to.set_content(answer.body, answer.type);
  };

  httplib::Server bare;
  bare.Get(".*", [&](const httplib::Request&, httplib::Response& to) { send(to, 200); });
  bare.Post(".*", [&](const httplib::Request& from, httplib::Response& to) {
    boost::system::error_code error;
    const auto body = boost::json::parse(from.body, error);
    send(to, error || !body.is_object() ? 400 : 201);
  });
  bare.set_tcp_nodelay(true);
  bare.set_keep_alive_max_count(100'000'000);
  bare.new_task_queue = [threads] {
    return new httplib::ThreadPool(static_cast<std::size_t>(threads));
  };
  const int port = bare.bind_to_any_port("127.0.0.1");
  std::thread serving{[&] { bare.listen_after_bind(); }};
  std::cout << port << std::endl;
  for (std::string line; std::getline(std::cin, line);) continue;
  bare.stop();
  serving.join();
}
