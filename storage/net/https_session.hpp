#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "storage/net/tls_stream.hpp"

namespace smartfin {

struct https_request {
  std::string method;
  std::string url;
  std::map<std::string, std::string> headers;
  std::string_view body;
};

struct https_answer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< lower-case names
  std::string body;
};

/// Requests over TLS to one place, one after the other over a connection that is kept. Follows no redirection and uses
/// no proxy. Owned by one thread at a time.
class https_session {
public:
  /// An empty `ca_file` means the system's authorities.
  explicit https_session(std::filesystem::path ca_file);
  ~https_session();

  /// Any status is an answer. Throws storage_failure: no answer in time, another's certificate, or a body above
  /// `body_bytes_max`.
  https_answer ask(const https_request& request, std::size_t body_bytes_max, time_limit until);

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin
