#include "cluster/membership/directory_reading.hpp"

#include <boost/describe/class.hpp>
#include <string_view>

#include "domain/cluster/lease_rules.hpp"
#include "messages/json.hpp"

namespace smartfin {

namespace {

constexpr std::string_view nodes_begin = "node/";
constexpr std::string_view jobs_begin = "job/";

bool read_node(const etcd_entry& entry, const std::string& name, cluster_view& view) {
  auto record = decode_member(entry.value);
  if (!record || record->name != name || entry.lease == 0) return false;
  view.members.push_back({std::move(*record), entry.mod_revision});
  return true;
}

bool read_job(const etcd_entry& entry, const std::string& job, cluster_view& view) {
  const auto holder = decode_holder(entry.value);
  if (!is_cluster_name(job) || holder.empty() || entry.lease == 0) return false;
  view.holders.push_back({job, holder, {entry.create_revision}});
  return true;
}

}  // namespace

struct holder_record {
  std::string node;
};
BOOST_DESCRIBE_STRUCT(holder_record, (), (node))

std::string node_key(const std::string& name) { return std::string{nodes_begin} + name; }
std::string job_key(const std::string& job) { return std::string{jobs_begin} + job; }

std::string encode_holder(const std::string& node) { return json::encode(holder_record{node}); }

std::string decode_holder(const std::string& text) {
  const auto read =
      json::decode_stored<holder_record>(text, {.bytes_max = 1 << 10, .depth_max = 8});
  return read && is_cluster_name(read->node) ? read->node : std::string{};
}

directory_reading read_directory(const etcd_entries& found) {
  directory_reading reading;
  auto& view = reading.view;
  view.revision = found.revision;
  for (const auto& entry : found.entries) {  // by key, so by name
    const key_owner owner{entry.lease, entry.create_revision};
    bool is_clear = true;
    if (entry.key.starts_with(nodes_begin)) {
      const auto name = entry.key.substr(nodes_begin.size());
      reading.nodes.emplace(name, owner);
      is_clear = read_node(entry, name, view);
    } else if (entry.key.starts_with(jobs_begin)) {
      const auto job = entry.key.substr(jobs_begin.size());
      reading.jobs.emplace(job, owner);
      is_clear = read_job(entry, job, view);
    }
    if (!is_clear) ++view.unreadable;
  }
  return reading;
}

}  // namespace smartfin
