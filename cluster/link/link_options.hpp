#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "domain/byte_source.hpp"

namespace smartfin {

/// PEM files. They are read again for every new connection.
struct tls_files {
  std::filesystem::path authorities;  // one or more certificates
  std::filesystem::path certificate;  // the node's own, with what leads to the authority
  std::filesystem::path key;
};

/// Versions of the protocol that a node speaks. Two nodes speak the highest that both know.
struct protocol_range {
  std::uint32_t lowest = 1;
  std::uint32_t highest = 1;
};

/// For each link, each way.
struct link_limits {
  std::size_t calls_max = 1'024;            // asked and not answered; beyond: overloaded
  std::size_t queued_bytes_max = 32 << 20;  // not yet written; beyond: overloaded
  std::size_t frame_bytes_max = 16 << 20;
  std::size_t uploads_max = 8;  // on their way; beyond: overloaded
  std::uint64_t upload_bytes_max = std::uint64_t{1} << 30;
  /// Of the whole node: connections that have not yet said who they are.
  std::size_t strangers_max = 64;
};

struct link_times {
  /// A peer that says nothing for so long is asked whether it is there...
  std::chrono::milliseconds keepalive{1'000};
  /// ...and is lost when it does not answer for so long.
  std::chrono::milliseconds keepalive_timeout{1'000};
  /// From the first byte to the end of the hello.
  std::chrono::milliseconds greeting_max{3'000};
  /// Between two attempts to reach a peer: doubles from the first to the last, each time between half and all of it.
  std::chrono::milliseconds backoff_first{100};
  std::chrono::milliseconds backoff_max{5'000};
};

struct link_options {
  std::string deployment;
  std::string node;
  /// Random, of this start of the node.
  std::string incarnation;
  std::string build;
  std::vector<std::string> services;  // that this node offers
  std::string listen_host = "127.0.0.1";
  std::uint16_t listen_port = 0;  // 0: any free one
  tls_files files;
  /// Where uploads of peers are kept until they are complete.
  scratch_maker open_scratch;
  protocol_range versions{};
  link_limits limits{};
  link_times times{};
};

/// Who is at the other end.
struct peer_info {
  std::string node;
  std::string incarnation;
  std::string build;
  std::uint32_t version = 0;  // that is spoken
  std::vector<std::string> services;
};

/// What happens to links, for routing, metrics and the log. Called by any thread of the links; must not block nor call
/// the hub.
struct link_observer {
  std::function<void(const peer_info&)> up = [](const peer_info&) {};
  std::function<void(const std::string& node, const std::string& why)> down =
      [](const std::string&, const std::string&) {};
  /// A connection that never became a link, or an attempt to reach a peer that failed. `who` is what is known: a node's
  /// name or an address.
  std::function<void(const std::string& who, const std::string& why)> refused =
      [](const std::string&, const std::string&) {};
};

/// The node's files or its address are not fit for links; says why.
class link_refusal : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

}  // namespace smartfin
