#include "http/problem.hpp"

#include "messages/json.hpp"

namespace smartfin::http {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  json::append_text(out, text);
}

void append_errors(std::string& out, const field_errors& errors) {
  out += R"(,"errors":[)";
  for (std::size_t i = 0; i < errors.size(); ++i) {
    out += i == 0 ? R"({"field":)" : R"(,{"field":)";
    json::append_text(out, errors[i].field);
    append_member(out, "code", errors[i].code);
    append_member(out, "message", errors[i].message);
    out += '}';
  }
  out += ']';
}

}  // namespace

void write_problem(response& answer, const problem_error& problem, std::string_view trace_id) {
  const auto& kind = problem.kind();
  const std::string_view detail = problem.what();
  answer.status = kind.status;
  answer.content_type = "application/problem+json";
  std::string& out = answer.body;
  out = R"({"type":)";
  json::append_text(out, "/problems/" + std::string(kind.type));
  append_member(out, "title", kind.title);
  out += R"(,"status":)";
  json::append_integer(out, kind.status);
  if (!detail.empty()) append_member(out, "detail", detail);
  if (!trace_id.empty()) append_member(out, "trace_id", trace_id);
  if (!problem.errors().empty()) append_errors(out, problem.errors());
  out += '}';
  if (const auto seconds = problem.retry_after_s())
    answer.headers.emplace_back("Retry-After", std::to_string(*seconds));
}

}  // namespace smartfin::http
