#include "cluster/membership/lease_store.hpp"

namespace smartfin {
namespace {

/// One try a call: whoever asks again comes to the next endpoint, and may have better things to do.
class etcd_lease_store final : public lease_store {
public:
  etcd_lease_store(const etcd_options& options, std::string prefix)
      : prefix_(std::move(prefix)), leases_(options), views_(options) {}

  etcd_lease grant(std::chrono::seconds ttl, lease_time until) override {
    return leases_.grant(ttl, {until, 1});
  }
  bool keep_alive(std::int64_t lease, lease_time until) override {
    return leases_.keep_alive(lease, {until, 1});
  }
  void revoke(std::int64_t lease, lease_time until) override { leases_.revoke(lease, {until, 1}); }
  etcd_entry create(const etcd_entry& entry, lease_time until) override {
    return leases_.create(prefixed(entry), {until, 1});
  }
  bool replace(const etcd_entry& entry, lease_time until) override {
    return leases_.replace(prefixed(entry), {until, 1});
  }
  void remove(const std::string& key, std::int64_t create_revision, lease_time until) override {
    leases_.remove(prefix_ + key, create_revision, {until, 1});
  }

  etcd_entries entries(lease_time until) override {
    auto found = views_.range(prefix_, {until, 1});
    for (auto& each : found.entries) {
      if (!each.key.starts_with(prefix_))
        throw etcd_failure{etcd_failure::kind::garbage, "etcd: a key that nobody asked for"};
      each.key.erase(0, prefix_.size());
    }
    return found;
  }
  void wait_for_change(std::int64_t revision, lease_time until) override {
    views_.wait_for_change(prefix_, revision, until, interrupted_);
  }
  void interrupt() override { interrupted_ = true; }

private:
  etcd_entry prefixed(etcd_entry entry) const {
    entry.key.insert(0, prefix_);
    return entry;
  }

  const std::string prefix_;
  etcd_client leases_;
  etcd_client views_;
  std::atomic<bool> interrupted_{false};
};

}  // namespace

std::unique_ptr<lease_store> make_etcd_lease_store(const etcd_options& options,
                                                   const std::string& prefix) {
  return std::make_unique<etcd_lease_store>(options, prefix);
}

}  // namespace smartfin
