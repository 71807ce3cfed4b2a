#pragma once

#include <memory>
#include <string>

#include "cluster/etcd/etcd_client.hpp"
#include "domain/cluster/lease_rules.hpp"

namespace smartfin {

/// Keys that live as long as a lease: what the directory with leases stands on. Everything throws etcd_failure and
/// nothing else, when it can't be done by `until`; see etcd_client for what each promises. `entries` and
/// `wait_for_change` belong to one thread, `interrupt` to any, all others to one more thread.
class lease_store {
public:
  virtual ~lease_store() = default;
  virtual etcd_lease grant(std::chrono::seconds ttl, lease_time until) = 0;
  virtual bool keep_alive(std::int64_t lease, lease_time until) = 0;
  virtual void revoke(std::int64_t lease, lease_time until) = 0;
  virtual etcd_entry create(const etcd_entry& entry, lease_time until) = 0;
  virtual bool replace(const etcd_entry& entry, lease_time until) = 0;
  virtual void remove(const std::string& key, std::int64_t create_revision, lease_time until) = 0;

  virtual etcd_entries entries(lease_time until) = 0;
  /// Returns when something may have changed since `revision`, at `until`, or after `interrupt`, which lasts.
  virtual void wait_for_change(std::int64_t revision, lease_time until) = 0;
  virtual void interrupt() = 0;
};

/// Keys in etcd; they begin with `prefix`, which is no part of the entries' keys.
std::unique_ptr<lease_store> make_etcd_lease_store(const etcd_options& options,
                                                   const std::string& prefix);

}  // namespace smartfin
