#pragma once

#include <string>

#include "storage/sql/sql_session.hpp"

namespace smartfin {

inline constexpr const char* key_check_table = "key_check";

/// Whether AUTH's schema has the text that proves which master key sealed the data. Writes nothing.
bool holds_key_check(const service_database& auth);
/// That text, which must be there.
std::string found_key_check(const service_database& auth);

/// That text; `fresh`, kept from then on, when there is none. Nodes that start at once all get the same. Throws
/// storage_refusal where data are being filled in.
std::string kept_key_check(const service_database& auth, const std::string& fresh);

/// For who is in a transaction: nodes that start wait until it ends.
void lock_key_check(sql_session& session);
/// Keeps the text unless there is one.
void keep_key_check(sql_session& session, const std::string& sealed);

}  // namespace smartfin
