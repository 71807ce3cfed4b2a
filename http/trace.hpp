#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace smartfin::http {

/// W3C Trace Context: lower-case hexadecimal, 32 and 16 digits, never all zero.
struct trace_ids {
  std::string trace_id;
  std::string span_id;
  bool sampled = true;
};

/// Reads a `traceparent` header: version 00 exactly, later versions by their first four fields, ff
/// never.
std::optional<trace_ids> parse_traceparent(std::string_view header);
/// The span of this request: in the caller's trace when the header is one, else in a new trace.
trace_ids continue_trace(std::string_view header);
std::string to_traceparent(const trace_ids& ids);

}  // namespace smartfin::http
