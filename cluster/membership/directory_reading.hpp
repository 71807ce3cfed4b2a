#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "cluster/etcd/etcd_client.hpp"
#include "cluster/membership/member.hpp"

namespace smartfin {

/// Whose a key is.
struct key_owner {
  std::int64_t lease = 0;
  std::int64_t create_revision = 0;
  bool operator==(const key_owner&) const = default;
};

/// The directory as it was read at one revision, with what a node needs to find itself in it.
struct directory_reading {
  cluster_view view;
  std::map<std::string, key_owner>
      nodes{};  ///< by name, also those whose records nobody understands
  std::map<std::string, key_owner> jobs{};
};

std::string node_key(const std::string& name);
std::string job_key(const std::string& job);

/// What the key of a job says of its holder, and back; empty when it says nothing that we understand.
std::string encode_holder(const std::string& node);
std::string decode_holder(const std::string& text);

/// Makes sense of what is there. Other keys than those of nodes and jobs are left alone: a later version's. What is
/// written without a lease, or is not what its key says, counts as unreadable.
directory_reading read_directory(const etcd_entries& found);

}  // namespace smartfin
