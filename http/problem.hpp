#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "http/front/exchange.hpp"
#include "messages/field_error.hpp"

namespace smartfin::http {

/// One kind of refusal as clients see it: a status, a stable type ("validation" becomes
/// "/problems/validation") and a title that never changes with the request.
struct problem_kind {
  int status;
  std::string_view type;
  std::string_view title;
};

namespace problems {
inline constexpr problem_kind malformed_body{400, "malformed-body",
                                             "The body is not acceptable JSON"};
inline constexpr problem_kind bad_query{400, "bad-query", "A query parameter is not acceptable"};
inline constexpr problem_kind bad_request{400, "bad-request", "The request is not acceptable"};
inline constexpr problem_kind bad_cursor{400, "bad-cursor", "The cursor is not one of ours"};
inline constexpr problem_kind sign_in_required{401, "sign-in-required", "Sign in first"};
inline constexpr problem_kind session_refused{401, "session-refused", "The session is not valid"};
inline constexpr problem_kind forbidden{403, "forbidden", "Not allowed for this user"};
inline constexpr problem_kind not_found{404, "not-found", "There is nothing here"};
inline constexpr problem_kind method_not_allowed{405, "method-not-allowed",
                                                 "Not a method of this resource"};
inline constexpr problem_kind not_acceptable{406, "not-acceptable",
                                             "No representation of that type"};
inline constexpr problem_kind conflict{409, "conflict", "In conflict with the present state"};
inline constexpr problem_kind stale_version{412, "stale-version",
                                            "The resource has changed since it was read"};
inline constexpr problem_kind too_large{413, "too-large", "The body is too large"};
inline constexpr problem_kind unsupported_type{415, "unsupported-type",
                                               "Not a content type this route reads"};
inline constexpr problem_kind validation{422, "validation", "Some fields are not acceptable"};
inline constexpr problem_kind idempotency_mismatch{
    422, "idempotency-mismatch", "The Idempotency-Key was used for another request"};
inline constexpr problem_kind version_required{428, "version-required",
                                               "Say which version: If-Match is missing"};
inline constexpr problem_kind too_many_requests{429, "too-many-requests", "Too many requests"};
inline constexpr problem_kind internal{500, "internal", "Something went wrong on our side"};
inline constexpr problem_kind unavailable{503, "unavailable",
                                          "The service is not available at the moment"};
inline constexpr problem_kind timed_out{504, "timed-out", "The service did not answer in time"};
}  // namespace problems

/// What a handler throws to refuse: becomes an application/problem+json answer (RFC 9457). `what()`
/// is the detail and is shown to the client, so it never names internals.
class problem_error : public std::runtime_error {
public:
  explicit problem_error(problem_kind kind, const std::string& detail = {},
                         field_errors errors = {})
      : std::runtime_error(detail), kind_(kind), errors_(std::move(errors)) {}

  const problem_kind& kind() const { return kind_; }
  const field_errors& errors() const { return errors_; }
  /// Adds a Retry-After header, in seconds.
  problem_error& retry_after(std::uint32_t seconds) {
    retry_after_s_ = seconds;
    return *this;
  }
  std::optional<std::uint32_t> retry_after_s() const { return retry_after_s_; }

private:
  problem_kind kind_;
  field_errors errors_;
  std::optional<std::uint32_t> retry_after_s_;
};

/// Turns the answer into the problem: status, body, content type and Retry-After; other headers
/// stay.
void write_problem(response& answer, const problem_error& problem, std::string_view trace_id);

}  // namespace smartfin::http
