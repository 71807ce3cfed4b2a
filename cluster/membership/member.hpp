#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/cluster/fence.hpp"

namespace smartfin {

/// What a node says of itself. Other versions of SmartFin read it: a field is never renamed or retyped.
struct member_record {
  std::string name;          ///< of the node; one living incarnation at a time bears it
  std::string incarnation;   ///< drawn anew at each start
  std::string link_address;  ///< host:port of its links
  std::string http_address;
  std::vector<std::string> services{};
  std::string build;                 ///< its version
  std::int64_t protocol = 0;         ///< the newest version of the links' protocol that it speaks
  std::int64_t protocol_oldest = 0;  ///< and the oldest
  bool draining = false;             ///< gets no new work
  bool operator==(const member_record&) const = default;
};
BOOST_DESCRIBE_STRUCT(member_record, (),
                      (name, incarnation, link_address, http_address, services, build, protocol,
                       protocol_oldest, draining))

struct member {
  member_record record;
  std::int64_t revision = 0;  ///< of the directory when the record was last written
  bool operator==(const member&) const = default;
};

/// Who holds a single thing.
struct claim_holder {
  std::string job;
  std::string node;
  fencing_token token;
  bool operator==(const claim_holder&) const = default;
};

/// The directory at one revision.
struct cluster_view {
  std::int64_t revision = 0;
  std::vector<member> members{};        ///< by name
  std::vector<claim_holder> holders{};  ///< by job
  std::int64_t unreadable = 0;          ///< entries that nobody here understands
};

/// 128 random bits, as 32 hexadecimal digits.
std::string draw_incarnation();

/// JSON, and back; nothing when it is not a record with a name and an incarnation.
std::string encode_member(const member_record& record);
std::optional<member_record> decode_member(const std::string& text);

}  // namespace smartfin
