#include "http/openapi.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "http/problem.hpp"
#include "messages/json.hpp"
#include "messages/json_schema.hpp"

namespace smartfin::http {
namespace {

/// What write_problem writes.
struct problem_document {
  std::string type, title;
  std::int64_t status = 0;
  std::optional<std::string> detail, trace_id;
  std::optional<field_errors> errors;
};
BOOST_DESCRIBE_STRUCT(problem_document, (), (type, title, status, detail, trace_id, errors))

void quote(std::string& out, std::string_view text) { json::append_text(out, text); }

std::string lower(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c + 32);
  return text;
}

std::string_view type_schema(parameter_type type) {
  switch (type) {
    case parameter_type::text:
      return R"("type":"string")";
    case parameter_type::integer:
      return R"("type":"integer","format":"int64")";
    case parameter_type::boolean:
      return R"("type":"boolean")";
    case parameter_type::date:
      return R"("type":"string","format":"date")";
    case parameter_type::month:
      return R"("type":"string","pattern":"^[0-9]{4}-[0-9]{2}$")";
    case parameter_type::instant:
      return R"("type":"string","format":"date-time")";
    case parameter_type::id:
      return R"("type":"integer","minimum":1,"maximum":9007199254740991)";
  }
  return {};
}

/// The refusals a row can give before and besides its handler's own.
std::vector<problem_kind> problems_of(const route& row) {
  std::vector<problem_kind> kinds;
  if (row.access != access_level::open) kinds.push_back(problems::sign_in_required);
  if (row.access == access_level::administrator) kinds.push_back(problems::forbidden);
  if (row.request_shape != nullptr || !row.query.empty()) kinds.push_back(problems::bad_request);
  if (row.path.find('{') != std::string::npos) kinds.push_back(problems::not_found);
  if (row.request_shape != nullptr) kinds.push_back(problems::validation);
  if (!row.content_types_in.empty()) {
    kinds.push_back(problems::too_large);
    kinds.push_back(problems::unsupported_type);
  }
  if (row.conditional) {
    kinds.push_back(problems::stale_version);
    kinds.push_back(problems::version_required);
  }
  if (row.rate != rate_class::unlimited) kinds.push_back(problems::too_many_requests);
  kinds.push_back(problems::internal);
  kinds.push_back(problems::unavailable);
  kinds.push_back(problems::timed_out);
  std::sort(kinds.begin(), kinds.end(),
            [](const auto& a, const auto& b) { return a.status < b.status; });
  return kinds;
}

class document_writer {
public:
  std::string write(const route_table& routes, const openapi_info& info) {
    out_ = R"({"openapi":"3.1.0","info":{"title":)";
    quote(out_, info.title);
    out_ += R"(,"version":)";
    quote(out_, info.version);
    if (!info.description.empty()) member("description", info.description);
    out_ += R"(},"paths":{)";
    std::map<std::string_view, std::vector<const route*>> by_path;
    for (const route& row : routes.rows()) by_path[row.path].push_back(&row);
    each(by_path, [&](const auto& entry) { path_item(entry.first, entry.second); });
    out_ += R"(},"components":{"securitySchemes":{"session":{"type":"http","scheme":"bearer"}})";
    problem_response();
    schemas();
    return std::move(out_) + "}}";
  }

private:
  template <class Range, class Write>
  void each(const Range& range, Write write_one) {
    bool first = true;
    for (const auto& entry : range) {
      if (!std::exchange(first, false)) out_ += ',';
      write_one(entry);
    }
  }

  void member(std::string_view name, std::string_view text) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
    quote(out_, text);
  }

  void path_item(std::string_view path, std::vector<const route*> rows) {
    std::sort(rows.begin(), rows.end(),
              [](const route* a, const route* b) { return a->method < b->method; });
    quote(out_, path);
    out_ += ":{";
    each(rows, [&](const route* row) { operation(*row); });
    out_ += '}';
  }

  void operation(const route& row) {
    quote(out_, lower(method_name(row.method)));
    out_ += R"(:{"operationId":)";
    quote(out_, row.operation_id);
    if (!row.summary.empty()) member("summary", row.summary);
    if (!row.tag.empty()) {
      out_ += R"(,"tags":[)";
      quote(out_, row.tag);
      out_ += ']';
    }
    out_ +=
        row.access == access_level::open ? R"(,"security":[])" : R"(,"security":[{"session":[]}])";
    parameters(row);
    if (!row.content_types_in.empty()) request_body(row);
    responses(row);
    out_ += '}';
  }

  void parameters(const route& row) {
    out_ += R"(,"parameters":[)";
    const auto before = out_.size();
    const auto next = [&] { out_ += out_.size() == before ? "{" : ",{"; };
    for (std::size_t at = row.path.find('{'); at != std::string::npos;
         at = row.path.find('{', at + 1)) {
      next();
      path_parameter(std::string_view(row.path).substr(at + 1, row.path.find('}', at) - at - 1));
    }
    for (const auto& parameter : row.query) {
      next();
      query_parameter_object(parameter);
    }
    if (row.conditional) {
      next();
      out_ +=
          R"("name":"If-Match","in":"header","required":true,)"
          R"("description":"The ETag of the version to change, or *.","schema":{"type":"string"}})";
    }
    if (row.method == http_method::post || row.method == http_method::patch) {
      next();
      out_ += R"("name":"Idempotency-Key","in":"header","required":false,)"
              R"("description":"Makes a repeated request answer as the first did.",)"
              R"("schema":{"type":"string","minLength":1,"maxLength":255}})";
    }
    out_ += ']';
  }

  void path_parameter(std::string_view name) {
    out_ += R"("name":)";
    quote(out_, name);
    out_ += R"(,"in":"path","required":true,"schema":{)";
    out_ += type_schema(names_an_id(name) ? parameter_type::id : parameter_type::text);
    out_ += "}}";
  }

  void query_parameter_object(const query_parameter& parameter) {
    out_ += R"("name":)";
    quote(out_, parameter.name);
    out_ += R"(,"in":"query","required":)";
    out_ += parameter.required ? "true" : "false";
    if (!parameter.description.empty()) member("description", parameter.description);
    out_ += R"(,"schema":)";
    if (parameter.repeatable) out_ += R"({"type":"array","items":)";
    out_ += '{';
    out_ += type_schema(parameter.type);
    const bool is_text = parameter.type == parameter_type::text;
    bound(is_text ? "minLength" : "minimum", parameter.lowest);
    bound(is_text ? "maxLength" : "maximum", parameter.highest);
    if (!parameter.allowed.empty()) {
      out_ += R"(,"enum":[)";
      each(parameter.allowed, [&](const std::string& value) { quote(out_, value); });
      out_ += ']';
    }
    out_ += parameter.repeatable ? "}}}" : "}}";
  }

  void bound(std::string_view name, std::optional<std::int64_t> value) {
    if (!value) return;
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
    json::append_integer(out_, *value);
  }

  void request_body(const route& row) {
    if (row.request_shape != nullptr) json::schema_reference(row.request_shape(), sent_);
    out_ += R"(,"requestBody":{"required":true,"content":{)";
    each(row.content_types_in, [&](const std::string& type) { media(type, row.request_shape); });
    out_ += "}}";
  }

  void media(std::string_view type, json::shape_function shape) {
    quote(out_, type);
    out_ += ":{";
    if (shape != nullptr) {
      out_ += R"("schema":)";
      out_ += json::schema_reference(shape(), components_);
    }
    out_ += '}';
  }

  void responses(const route& row) {
    out_ += R"(,"responses":{)";
    quote(out_, std::to_string(row.success_status));
    out_ += R"(:{"description":"Done.")";
    if (row.success_status != 204) {
      out_ += R"(,"content":{)";
      media(row.content_type_out, row.reply_shape);
      out_ += '}';
    }
    out_ += '}';
    for (const auto& kind : problems_of(row)) {
      out_ += ',';
      quote(out_, std::to_string(kind.status));
      out_ += R"(:{"$ref":"#/components/responses/problem"})";
    }
    out_ += '}';
  }

  void problem_response() {
    out_ += R"(,"responses":{"problem":{"description":"A refusal, RFC 9457.","content":{)";
    media("application/problem+json", &json::shape_of<problem_document>);
    out_ += "}}}";
  }

  void schemas() {
    out_ += R"(,"schemas":{)";
    const json::schema_components named = components_;
    each(named, [&](const auto& entry) {
      quote(out_, entry.first);
      out_ += ':';
      out_ += json::schema_definition(
          *entry.second, components_,
          sent_.contains(entry.first) ? json::schema_side::request : json::schema_side::reply);
    });
    out_ += '}';
  }

  std::string out_;
  json::schema_components components_;
  json::schema_components sent_;  // those that a request may hold
};

}  // namespace

std::string openapi_document(const route_table& routes, const openapi_info& info) {
  return document_writer().write(routes, info);
}

}  // namespace smartfin::http
