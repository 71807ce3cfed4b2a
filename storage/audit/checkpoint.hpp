#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/audit/merkle_tree.hpp"

namespace smartfin {

/// What a checkpoint (C2SP tlog-checkpoint) says of a log; signed, it is the log's promise.
struct log_head {
  std::string origin;  // the log's name in the world
  std::uint64_t size = 0;
  merkle_hash root{};

  friend bool operator==(const log_head&, const log_head&) = default;
};

/// The text that gets signed.
std::string checkpoint_text(const log_head& head);
/// Lines after the third are not read; nothing when the first three are not a checkpoint's.
std::optional<log_head> parse_checkpoint(std::string_view text);
/// As checkpoints write it.
std::string hash_text(const merkle_hash& hash);

}  // namespace smartfin
