#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "storage/net/https_session.hpp"

namespace smartfin {

/// Why etcd did not do what it was asked. The text is for the operator's log.
class etcd_failure : public std::runtime_error {
public:
  enum class kind : std::uint8_t {
    outage,   ///< nobody answered in time, or there is no quorum; whether a write happened is open
    refused,  ///< etcd said no: nothing has changed and it would say so again
    garbage,  ///< what answered is not etcd's gateway; whether a write happened is open
  };
  etcd_failure(kind what, const std::string& text) : std::runtime_error(text), what_(what) {}
  kind why() const { return what_; }

private:
  kind what_;
};

struct etcd_options {
  std::vector<std::string> endpoints;  ///< "https://host:port", at least one
  https_identity identity;
  std::chrono::milliseconds request_timeout{1000};  ///< of one try at one endpoint
  std::size_t answer_bytes_max = 4 << 20;
};

struct etcd_entry {
  std::string key;
  std::string value;
  std::int64_t create_revision = 0;
  std::int64_t mod_revision = 0;
  std::int64_t lease = 0;  ///< 0: none
};

struct etcd_entries {
  std::int64_t revision = 0;  ///< of the whole store when this was read
  std::vector<etcd_entry> entries;  ///< by key
};

struct etcd_lease {
  std::int64_t id = 0;
  std::chrono::seconds ttl{};  ///< may be longer than asked for
};

/// How long and how often a call may try.
struct etcd_patience {
  time_limit until;
  int tries_max = 1;  ///< each at the next endpoint
};

/// etcd 3.4's v3 API through its JSON gateway over mutual TLS. After a failed try the next endpoint is asked, now and
/// in later calls. Every call throws etcd_failure and nothing else. Unknown fields of answers are ignored; what is used
/// must be well-formed. Owned by one thread at a time.
class etcd_client {
public:
  /// Throws std::invalid_argument without endpoints, or with one that is no https URL.
  explicit etcd_client(etcd_options options);
  ~etcd_client();

  /// Everything whose key begins with `prefix`, as of one revision that no acknowledged write is missing from.
  etcd_entries range(const std::string& prefix, etcd_patience patience);

  /// Writes whether the key is there or not. Returns its revision.
  std::int64_t put(const etcd_entry& entry, etcd_patience patience);

  /// Creates the key if it is absent; returns what is there afterwards. Whoever finds its own lease in it is the one
  /// who created it, now or in an earlier try whose answer was lost. Refused: the lease is gone.
  etcd_entry create(const etcd_entry& entry, etcd_patience patience);

  /// Writes value and lease if the key is still the one created at `entry.create_revision`; false if not.
  bool replace(const etcd_entry& entry, etcd_patience patience);

  /// Removes the key if it is still the one created at `create_revision`. Idempotent.
  void remove(const std::string& key, std::int64_t create_revision, etcd_patience patience);

  etcd_lease grant(std::chrono::seconds ttl, etcd_patience patience);

  /// False: the lease is gone, and the keys with it.
  bool keep_alive(std::int64_t lease, etcd_patience patience);

  /// Removes the lease and its keys. One that is gone already is no error.
  void revoke(std::int64_t lease, etcd_patience patience);

  /// For tests and operators: forgets the history before `revision`.
  void compact(std::int64_t revision, etcd_patience patience);

  /// Waits at the endpoint that answered last. True once something under `prefix` has changed since `revision`, or may
  /// have (history is gone, the watch was cancelled); false when `until` or `stop` came first. It may stay silent at an
  /// endpoint that hangs: look again from time to time.
  bool wait_for_change(const std::string& prefix, std::int64_t revision, time_limit until,
                       const std::atomic<bool>& stop);

  const std::string& endpoint() const;

private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace smartfin
