#pragma once

#include <map>
#include <string>
#include <string_view>

#include "messages/json_traits.hpp"

namespace smartfin::json {

/// The named schemas a document refers to, by name.
using schema_components = std::map<std::string, const shape*, std::less<>>;

/// JSON Schema 2020-12 of `type`, as text. Structs, enumerations and money become a "$ref" to
/// "#/components/schemas/<name>" and are put into `components` together with all they refer to.
/// Throws std::logic_error when two different types have one name.
std::string schema_reference(const shape& type, schema_components& components);
/// Clients send requests and read replies: a reply may gain fields later, always has its defaulted
/// members and leaves out what is empty; a request has no field that is not named, and may say
/// null.
enum class schema_side { request, reply };

/// The schema of a named type itself, as it stands under its name in the components.
std::string schema_definition(const shape& type, schema_components& components,
                              schema_side side = schema_side::request);
/// The name of a type in the components: "page<account_view>" is "page_account_view".
std::string schema_name(const shape& type);

/// A schema that stands alone: "$defs" instead of components.
std::string schema_document(const shape& type);
template <class T>
std::string json_schema_of() {
  return schema_document(shape_of<T>());
}

}  // namespace smartfin::json
