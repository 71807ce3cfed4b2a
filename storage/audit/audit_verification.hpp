#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "storage/audit/checkpoint.hpp"
#include "storage/audit/signed_note.hpp"

namespace smartfin {

struct verification_request {
  std::filesystem::path log;
  /// Whom to believe; nothing: the log's own file `key`, which whoever can write the log can replace.
  std::optional<note_key> key;
  /// A checkpoint kept from earlier, with its signature: the log must have grown from it.
  std::optional<std::string> earlier;
};

/// One thing that is not as it was published: a file below the log's folder, and what is wrong with it, with the index
/// of the entry or hash.
struct log_fault {
  std::string file;
  std::string what;
};

struct verification {
  std::optional<log_head> head;  // what the signed checkpoint says; nothing when there is none
  std::vector<log_fault> faults;
  bool has_more = false;  // it stopped looking after `faults_max`
  static constexpr std::size_t faults_max = 100;

  bool is_sound() const { return head && faults.empty(); }
};

/// Verifies all that lies below the folder: the signature, each bundle against its leaf hashes, each tile against the
/// tiles below it, the root, and what is left of earlier partial tiles. Files beyond the checkpoint are what a
/// publication that was killed leaves: they must be well formed and agree with the log as far as it goes. Nothing that
/// lies there is an error of the call. Reads the whole log; may run beside a publisher.
verification verify_log(const verification_request& request);

}  // namespace smartfin
