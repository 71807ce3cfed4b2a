#include "tests/http/front/front_fixture.hpp"

#include <stdexcept>

namespace smartfin::http {
namespace {

void echo(gate& closed_gate, const request& asked, response& answer) {
  answer.content_type = "text/plain";
  if (asked.path == "/throws") throw std::runtime_error{"a secret of the inside"};
  if (asked.path == "/closed-gate") closed_gate.pass();
  if (asked.path == "/big") {
    answer.content_type = "application/octet-stream";
    answer.body.assign(echo_front::big_size, 'x');
    return;
  }
  if (asked.path == "/nothing") {
    answer.status = 204;
    return;
  }
  answer.body = std::string{asked.method} + " " + std::string{asked.path};
  if (!asked.query_string.empty()) answer.body += "?" + std::string{asked.query_string};
  answer.body += " [" + std::string{asked.body} + "]";
}

}  // namespace

echo_front::echo_front(front_options options)
    : front(std::move(options),
            [this](const request& asked, response& answer) { echo(closed_gate, asked, answer); }) {
  if (const auto started = front.start(); !started) throw std::runtime_error{started.error()};
}

echo_front::~echo_front() { closed_gate.open(); }

std::string get(std::string_view path, std::string_view fields) {
  return "GET " + std::string{path} + " HTTP/1.1\r\nHost: test\r\n" + std::string{fields} + "\r\n";
}

std::string post(std::string_view body, std::string_view fields) {
  return "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + std::string{fields} + "\r\n" + std::string{body};
}

}  // namespace smartfin::http
