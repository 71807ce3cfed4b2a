#include "tests/support/api_document.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

namespace smartfin::test {
namespace {

namespace bj = boost::json;

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(c - 32);
  return text;
}

void read_parameters(const bj::value& described, api_operation& operation) {
  for (const auto& each : described.at("parameters").as_array()) {
    const std::string name{each.at("name").as_string()};
    if (each.at("in").as_string() == "query") operation.query_names.push_back(name);
    if (name == "If-Match") operation.conditional = true;
  }
}

void read_body(const bj::value& document, const bj::value& described, api_operation& operation) {
  const auto* body = described.as_object().if_contains("requestBody");
  if (body == nullptr) return;
  for (const auto& [type, media] : body->at("content").as_object()) {
    operation.body_types.emplace_back(type);
    bj::error_code none;
    const auto* reference = media.find_pointer("/schema/$ref", none);
    if (reference == nullptr || !operation.body_fields.empty()) continue;
    const std::string pointer{reference->as_string()};
    for (const auto& [field, schema] :
         document.at_pointer(pointer.substr(1) + "/properties").as_object())
      operation.body_fields.emplace_back(field);
  }
}

}  // namespace

bool api_operation::takes_json() const {
  return std::find(body_types.begin(), body_types.end(), "application/json") != body_types.end();
}

std::string api_operation::target(const std::string& value) const {
  std::string made = path;
  for (auto from = made.find('{'); from != made.npos; from = made.find('{', from + value.size()))
    made.replace(from, made.find('}', from) + 1 - from, value);
  return made;
}

std::vector<api_operation> operations_of(api_client& client) {
  const auto document = expect_status(client.get("/openapi.json"), 200).json();
  std::vector<api_operation> operations;
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, described] : methods.as_object()) {
      api_operation operation;
      operation.id = described.at("operationId").as_string();
      operation.method = upper(std::string{method});
      operation.path = std::string{path};
      operation.administrators_only = described.at("responses").as_object().contains("403");
      operation.signed_in = !described.at("security").as_array().empty();
      read_parameters(described, operation);
      read_body(document, described, operation);
      operations.push_back(std::move(operation));
    }
  return operations;
}

header_fields usual_fields(const api_operation& operation) {
  header_fields fields;
  if (operation.conditional) fields.emplace_back("If-Match", "*");
  if (!operation.body_types.empty() && !operation.takes_json())
    fields.emplace_back("Content-Type", operation.body_types.front());
  return fields;
}

std::string fault_of(const std::optional<api_reply>& reply) {
  if (!reply) return "no answer";
  const auto blame = [&](const std::string& why) { return why + ": " + reply->head + reply->body; };
  if (reply->status >= 500 && reply->status != 501 && reply->status != 505) return blame("failed");
  if (reply->status < 400) return {};
  if (reply->header("Content-Type") != "application/problem+json")
    return blame("no problem document");
  bj::error_code error;
  const auto problem = bj::parse(reply->body, error);
  if (error || !problem.is_object()) return blame("not JSON");
  for (const auto* member : {"type", "title", "status", "trace_id"})
    if (!problem.as_object().contains(member)) return blame(std::string{"no "} + member);
  if (problem.at("status").to_number<int>() != reply->status) return blame("two statuses");
  if (problem.at("trace_id").as_string().size() != 32) return blame("no trace id");
  return {};
}

}  // namespace smartfin::test
