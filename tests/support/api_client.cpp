#include "tests/support/api_client.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

namespace smartfin::test {
namespace {

std::string bytes_of(const api_request& request, const std::string& token) {
  std::string bytes = request.method + " " + request.target + " HTTP/1.1\r\nHost: localhost\r\n";
  const auto add = [&](const std::string& name, const std::string& value) {
    bytes += name + ": " + value + "\r\n";
  };
  const auto says = [&](const char* name) {
    return std::any_of(request.fields.begin(), request.fields.end(),
                       [&](const auto& field) { return field.first == name; });
  };
  if (!token.empty() && !says("Authorization")) add("Authorization", "Bearer " + token);
  if (!request.body.empty() && !says("Content-Type")) add("Content-Type", "application/json");
  const bool has_body = request.method != "GET" && request.method != "HEAD";
  if (has_body || !request.body.empty()) add("Content-Length", std::to_string(request.body.size()));
  for (const auto& [name, value] : request.fields) add(name, value);
  return bytes + "\r\n" + request.body;
}

boost::json::value pointed_at(const api_reply& reply, const std::string& pointer) {
  const auto document = reply.json();
  boost::json::error_code error;
  const auto* found = document.find_pointer(pointer, error);
  if (found == nullptr)
    throw std::runtime_error{"nothing at " + pointer + " in " + reply.head + reply.body};
  return *found;
}

}  // namespace

boost::json::value api_reply::json() const {
  boost::json::error_code error;
  auto value = boost::json::parse(body, error);
  if (error) throw std::runtime_error{"not JSON: " + head + body};
  return value;
}

std::int64_t api_reply::number(const std::string& pointer) const {
  return pointed_at(*this, pointer).to_number<std::int64_t>();
}

std::string api_reply::text(const std::string& pointer) const {
  return std::string{pointed_at(*this, pointer).as_string()};
}

api_client::api_client(node_door door, std::string token)
    : door_(std::move(door)), token_(std::move(token)) {}

void api_client::move_to(node_door door) {
  door_ = std::move(door);
  connection_.reset();
}

bool api_client::connect() {
  try {
    if (!connection_) connection_.emplace(door_);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::optional<api_reply> api_client::try_send(const api_request& request) {
  if (!connect()) return std::nullopt;
  std::optional<raw_reply> got;
  try {
    connection_->send(bytes_of(request, token_));
    got = connection_->reply(request.method == "HEAD");
  } catch (const std::runtime_error&) {
    // Nobody answers.
  }
  const auto after = got ? got->header("Connection") : std::nullopt;
  if (!got || after == "close") connection_.reset();
  if (!got) return std::nullopt;
  return api_reply{std::move(*got)};
}

api_reply api_client::send(const api_request& request) {
  if (auto reply = try_send(request)) return *std::move(reply);
  throw std::runtime_error{"no answer to " + request.method + " " + request.target};
}

api_reply api_client::get(const std::string& target, header_fields fields) {
  return send({"GET", target, {}, std::move(fields)});
}

api_reply api_client::post(const std::string& target, const boost::json::value& body,
                           header_fields fields) {
  return send({"POST", target, boost::json::serialize(body), std::move(fields)});
}

api_reply api_client::patch(const std::string& target, const boost::json::value& body,
                            header_fields fields) {
  fields.emplace_back("Content-Type", "application/merge-patch+json");
  return send({"PATCH", target, boost::json::serialize(body), std::move(fields)});
}

api_reply api_client::remove(const std::string& target, header_fields fields) {
  return send({"DELETE", target, {}, std::move(fields)});
}

const api_reply& expect_status(const api_reply& reply, int status) {
  if (reply.status != status)
    throw std::runtime_error{"expected " + std::to_string(status) + ", got " + reply.head +
                             reply.body};
  return reply;
}

}  // namespace smartfin::test
