#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "domain/audit/merkle_proof.hpp"
#include "domain/audit/merkle_tree.hpp"
#include "storage/audit/checkpoint.hpp"
#include "storage/audit/log_files.hpp"
#include "storage/audit/signed_note.hpp"

namespace smartfin {

/// What `vault::derive` makes the log's signing seed from.
inline constexpr const char* audit_signing_purpose = "audit/checkpoint";

struct published_log {
  std::filesystem::path folder;
  std::string origin;  // the name of log and key, as is_note_name wants it; never changes
  key_bytes signing_seed;
};

/// Publishes the audit log as files that stock tools verify: C2SP tlog-tiles, tlog-checkpoint and signed-note.
///
/// The folder holds `checkpoint`, `key` (the verifier key, for convenience: who can write the folder can replace it),
/// `tile/...`, and `staging/` for what is being written. Files are durable before the checkpoint that needs them, so
/// that a kill at any moment leaves a log that verifies, and the next publication goes on from there. One owner.
class audit_publisher {
public:
  /// Reads how far the log is. Throws storage_refusal when its checkpoint is not of this key and origin, or its files
  /// do not add up to it; removing the checkpoint then lets it be published anew from entry 0. Throws storage_failure
  /// when the folder cannot be made or written.
  explicit audit_publisher(published_log log, log_files& files = disk_files());

  /// Entries published so far.
  std::uint64_t size() const { return tree_.size(); }
  log_head head() const { return {log_.origin, tree_.size(), tree_.root()}; }
  const note_key& key() const { return signer_.key(); }
  /// The tree of what is published now, for proofs; its hashes are read from the files as they are asked for, and a
  /// missing file is a storage_failure.
  stored_tree tree() const;

  /// Publishes `entries`, the first of which has the index `first`; durable when it returns. Entries that are published
  /// already are compared and passed over. With none at all, a log that has no checkpoint yet gets one of size 0.
  /// Throws storage_refusal when an entry is not the one that was published under its index, as after a restore of an
  /// older table: what was signed once is never told differently. Throws storage_failure when an entry before `first`
  /// is missing, one is longer than 65,535 bytes, or the disk fails; the log is then as it was, or complete, as
  /// `size()` tells, and can be published to again.
  void publish(std::uint64_t first, std::span<const std::string> entries);

private:
  struct file {
    std::string name;  // below the log's folder
    std::string bytes;
  };

  void resume(const std::string& note);
  void compare_published(std::uint64_t first, std::span<const std::string> entries) const;
  std::vector<file> grow(tile_tree& tree, std::string& bundle,
                         std::span<const std::string> entries) const;
  void stage(std::span<const file> files);
  void put_in_place(std::span<const file> files);
  void make_folders(const std::filesystem::path& folder, std::set<std::filesystem::path>& changed);
  void sync(const std::set<std::filesystem::path>& folders);
  void remove_partials(std::span<const file> files);
  std::filesystem::path staged(std::size_t number) const;

  published_log log_;
  log_files& files_;
  note_signer signer_;
  tile_tree tree_;
  std::string bundle_;  // the entries of the bundle that is not full
  bool has_head_ = false;
};

}  // namespace smartfin
