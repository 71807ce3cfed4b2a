#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "cluster/etcd/etcd_client.hpp"

/// The words of etcd's JSON gateway: bytes are base64, 64-bit numbers are strings, and what has its default is left
/// out. The readers throw etcd_failure (garbage).
namespace smartfin::etcd_json {

std::string bytes(std::string_view plain);
std::string number(std::int64_t value);

/// An answer's only value, which is an object.
boost::json::object read_object(std::string_view text);
/// The member, or an empty object when it is left out.
const boost::json::object& object_in(const boost::json::object& of, std::string_view name);
std::int64_t number_in(const boost::json::object& of, std::string_view name);
bool truth_in(const boost::json::object& of, std::string_view name);
std::string bytes_in(const boost::json::object& of, std::string_view name);
/// header.revision; it is never left out.
std::int64_t revision_in(const boost::json::object& answer);
/// A list of keys with their values; empty when it is left out.
std::vector<etcd_entry> entries_in(const boost::json::object& range);

/// One line of a watch: whether it says that something has changed, or that the watch is no good.
bool tells_of_change(std::string_view line);

/// What a refusal says, for a log: short and printable whatever came.
std::string reason_in(std::string_view answer);

/// The key after all keys that begin with `prefix`, which must not be empty.
std::string end_of_prefix(std::string prefix);

}  // namespace smartfin::etcd_json
