#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/raw_client.hpp"

namespace smartfin::test {

using header_fields = std::vector<std::pair<std::string, std::string>>;

struct api_request {
  std::string method = "GET";
  std::string target = "/";
  std::string body = {};
  header_fields fields = {};
};

struct api_reply : raw_reply {
  /// The body, which must be JSON.
  boost::json::value json() const;
  /// What a JSON pointer leads to; throws, with the whole answer, when it leads nowhere.
  std::int64_t number(const std::string& pointer) const;
  std::string text(const std::string& pointer) const;
};

/// A client of a node that keeps its connection. JSON bodies and the bearer token
/// are marked as such unless the fields say otherwise. Owned by one thread.
class api_client {
public:
  explicit api_client(node_door door, std::string token = {});
  /// Another connection of the same user.
  api_client again() const { return api_client{door_, token_}; }

  /// The node's next address after a restart, or another node.
  void move_to(node_door door);
  /// Unless there is a connection. False when nobody takes it.
  bool connect();
  const std::string& token() const { return token_; }
  void use_token(std::string token) { token_ = std::move(token); }

  /// Nothing when there is no node, or its connection ends before the answer.
  std::optional<api_reply> try_send(const api_request& request);
  /// Throws when there is no answer.
  api_reply send(const api_request& request);

  api_reply get(const std::string& target, header_fields fields = {});
  api_reply post(const std::string& target, const boost::json::value& body,
                 header_fields fields = {});
  api_reply patch(const std::string& target, const boost::json::value& body,
                  header_fields fields = {});
  api_reply remove(const std::string& target, header_fields fields = {});

private:
  node_door door_;
  std::string token_;
  std::optional<raw_client> connection_;
};

/// The answer, which must have that status; throws with all of it otherwise.
const api_reply& expect_status(const api_reply& reply, int status);

}  // namespace smartfin::test
