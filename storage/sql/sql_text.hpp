#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smartfin {

/// The names of a statement's parameters (":name"), each once, in the order in which they come first.
std::vector<std::string> parameter_names(std::string_view sql);

/// Adds an item to the text of a PostgreSQL array ("{1,2"), which its reader closes. A text has no NUL.
void append_to_list(std::string& list, std::int64_t item);
void append_to_list(std::string& list, std::string_view item);

/// A table or an index as SQLite is told of it, in PostgreSQL's words: 64-bit numbers, texts in the order of their
/// bytes, ids from a sequence ("<table>_id_seq"). A trigger that refuses
/// whatever it is asked calls the function refuse(text). Empty for any other trigger: it has no common form.
std::string as_postgres_schema(std::string_view sqlite_statement);

}  // namespace smartfin
