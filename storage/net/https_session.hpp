#pragma once

#include <atomic>
#include <filesystem>
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

/// Whom a session trusts and as whom it comes.
struct https_identity {
  std::filesystem::path ca_file;           ///< empty: the system's authorities
  std::filesystem::path certificate_file;  ///< PEM; empty: the client stays anonymous
  std::filesystem::path key_file;
};

/// Requests over TLS to one place, one after the other over a connection that is kept. Follows no redirection and uses
/// no proxy. Owned by one thread at a time.
class https_session {
public:
  /// An empty `ca_file` means the system's authorities.
  explicit https_session(std::filesystem::path ca_file);
  explicit https_session(https_identity identity);
  ~https_session();

  /// Any status is an answer. Throws storage_failure: no answer in time, another's certificate, or a body above
  /// `body_bytes_max`.
  https_answer ask(const https_request& request, std::size_t body_bytes_max, time_limit until);

  /// For an answer without an end: gives its pieces to `take` as they come, until that returns false, `until` is
  /// reached or `stop` is set (noticed within 0.1 s); none of these is an error. Returns the status, 0 when none came.
  /// The connection is not kept. Throws storage_failure as above.
  int listen(const https_request& request, const std::function<bool(std::string_view)>& take,
             time_limit until, const std::atomic<bool>& stop);

private:
  void prepare(const https_request& request);

  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin
