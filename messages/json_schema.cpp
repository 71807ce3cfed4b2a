#include "messages/json_schema.hpp"

#include <algorithm>
#include <stdexcept>

#include "messages/json.hpp"

namespace smartfin::json {
namespace {

constexpr std::string_view components_prefix = "#/components/schemas/";
constexpr std::string_view definitions_prefix = "#/$defs/";

bool is_named(const shape& type) {
  return type.kind == shape_kind::object || type.kind == shape_kind::enumeration ||
         type.kind == shape_kind::money;
}

class schema_writer {
public:
  schema_writer(schema_components& components, std::string_view prefix,
                schema_side side = schema_side::request)
      : components_(components), prefix_(prefix), side_(side) {}

  void reference(const shape& type) {
    if (is_named(type)) return refer_to(type);
    switch (type.kind) {
      case shape_kind::boolean:
        out_ += R"({"type":"boolean"})";
        return;
      case shape_kind::integer:
        return integer(type);
      case shape_kind::real:
        out_ += R"({"type":"number"})";
        return;
      case shape_kind::text:
        out_ += R"({"type":"string"})";
        return;
      case shape_kind::secret:
        out_ += R"({"type":"string","format":"password"})";
        return;
      case shape_kind::currency:
        out_ += R"({"type":"string","pattern":"^[A-Z]{3}$","description":"ISO 4217 code"})";
        return;
      case shape_kind::date:
        out_ += R"({"type":"string","format":"date"})";
        return;
      case shape_kind::month:
        out_ += R"({"type":"string","pattern":"^[0-9]{4}-[0-9]{2}$"})";
        return;
      case shape_kind::instant:
        out_ += R"({"type":"string","format":"date-time"})";
        return;
      case shape_kind::id:
        out_ += R"({"type":"integer","minimum":1,"maximum":9007199254740991})";
        return;
      case shape_kind::optional:
      case shape_kind::patch:
        return nullable(type.inner());
      case shape_kind::list:
        return around(R"({"type":"array","items":)", type.inner());
      case shape_kind::map:
        return around(R"({"type":"object","additionalProperties":)", type.inner());
      default:
        return;
    }
  }

  void definition(const shape& type) {
    if (type.kind == shape_kind::money) {
      out_ += R"({"type":"object","properties":{"amount":{"type":"string",)"
              R"("pattern":"^-?[0-9]+(\\.[0-9]+)?$"},"currency":)";
      reference(shape_of<currency>());
      out_ += R"(},"required":["amount","currency"],"additionalProperties":false})";
    } else if (type.kind == shape_kind::enumeration) {
      enumeration(type);
    } else {
      object(type);
    }
  }

  std::string take() { return std::exchange(out_, {}); }

private:
  void refer_to(const shape& type) {
    const std::string name = schema_name(type);
    const auto [place, is_new] = components_.try_emplace(name, &type);
    if (place->second != &type) throw std::logic_error("two types have the schema name " + name);
    // Walking it once finds what it refers to; the text is made again when it is asked for.
    if (is_new) schema_writer(components_, prefix_).definition(type);
    out_ += R"({"$ref":)";
    append_text(out_, std::string(prefix_) + name);
    out_ += '}';
  }

  void around(std::string_view before, const shape& inner) {
    out_ += before;
    reference(inner);
    out_ += '}';
  }

  void nullable(const shape& inner) {
    out_ += R"({"anyOf":[)";
    reference(inner);
    out_ += R"(,{"type":"null"}]})";
  }

  void integer(const shape& type) {
    out_ += R"({"type":"integer")";
    if (type.highest == 0x7fffffffffffffff) {
      out_ += R"(,"format":"int64"})";
      return;
    }
    out_ += R"(,"minimum":)";
    append_integer(out_, type.lowest);
    if (type.highest < 0x7fffffffffffffff) {
      out_ += R"(,"maximum":)";
      append_integer(out_, static_cast<std::int64_t>(type.highest));
    }
    out_ += '}';
  }

  void enumeration(const shape& type) {
    out_ += R"({"type":"string","enum":[)";
    for (std::size_t i = 0; i < type.enumerators.size(); ++i) {
      if (i != 0) out_ += ',';
      append_text(out_, type.enumerators[i].name);
    }
    out_ += "]}";
  }

  void object(const shape& type) {
    out_ += R"({"type":"object","properties":{)";
    std::string required;
    const bool is_reply = side_ == schema_side::reply;
    bool first = true;
    for (const auto& member : type.members) {
      if (!std::exchange(first, false)) out_ += ',';
      append_text(out_, member.name);
      out_ += ':';
      const shape& kind = member.type();
      const bool is_optional = kind.kind == shape_kind::optional;
      reference(is_reply && is_optional ? kind.inner() : kind);
      const bool always_there = is_reply && !is_optional && kind.kind != shape_kind::patch;
      if (!member.required && !always_there) continue;
      if (!required.empty()) required += ',';
      append_text(required, member.name);
    }
    out_ += '}';
    if (!required.empty()) out_ += R"(,"required":[)" + required + ']';
    out_ += is_reply ? "}" : R"(,"additionalProperties":false})";
  }

  schema_components& components_;
  std::string_view prefix_;
  schema_side side_;
  std::string out_;
};

}  // namespace

std::string schema_name(const shape& type) {
  std::string name;
  std::size_t word = 0;
  for (const char c : type.name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (plain) {
      name += c;
    } else if (c == ':') {
      name.resize(word);  // the namespace of a template's argument
    } else {
      if (!name.empty() && name.back() != '_') name += '_';
      word = name.size();
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

std::string schema_reference(const shape& type, schema_components& components) {
  schema_writer writer(components, components_prefix);
  writer.reference(type);
  return writer.take();
}

std::string schema_definition(const shape& type, schema_components& components, schema_side side) {
  schema_writer writer(components, components_prefix, side);
  writer.definition(type);
  return writer.take();
}

std::string schema_document(const shape& type) {
  schema_components components;
  schema_writer writer(components, definitions_prefix);
  writer.reference(type);
  std::string out = R"({"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":)";
  const std::string root = writer.take();
  if (!is_named(type)) return root;
  append_text(out, std::string(definitions_prefix) + schema_name(type));
  out += R"(,"$defs":{)";
  bool first = true;
  const schema_components all = components;
  for (const auto& [name, each] : all) {
    if (!std::exchange(first, false)) out += ',';
    append_text(out, name);
    out += ':';
    writer.definition(*each);
    out += writer.take();
  }
  return out + "}}";
}

}  // namespace smartfin::json
