#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "http/front/exchange.hpp"

namespace smartfin::http {

/// Who turns an answer into bytes. `library` is cpp-httplib's request processing; `direct` is the
/// front's own writer, which also writes refusals, kept selectable so that the library's share can
/// be measured.
enum class answer_engine : std::uint8_t { library, direct };

/// Everything that bounds a readiness front. Sizes in bytes; a time that has passed closes the
/// connection.
struct front_options {
  std::string host = "127.0.0.1";  ///< a numeric address or a name that resolves to a local one
  int port = 0;                    ///< 0 takes any free port
  std::size_t workers = 16;        ///< threads that run handlers
  answer_engine engine = answer_engine::library;

  std::size_t header_bytes_max = 16 * 1024;  ///< request line and fields together; 431
  std::size_t header_count_max = 100;        ///< 431
  std::size_t target_bytes_max = 8 * 1024;   ///< 414
  std::size_t body_bytes_max = 1 << 20;      ///< 413, where `body_limit_of` says nothing
  /// The largest body of one route, asked once per request that has a body, on any of the front's
  /// threads.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_limit_of;

  /// Bodies of routes that read files, and are longer than `spool_bytes_min`, go to a file of this maker's as they
  /// arrive; workers write it, so that no disk holds up the front's own thread. Without a maker none does.
  scratch_maker open_spool;
  std::function<bool(std::string_view method, std::string_view path)> takes_files;
  std::size_t spool_bytes_min = 256 << 10;
  /// Asked by a worker before anything of a file is written, so that strangers do not fill the disk; 401. Gets the
  /// request without its body. Without it everyone is admitted.
  std::function<bool(const request& head)> admits_file;

  std::size_t body_memory_max = 256u << 20;  ///< unfinished requests of all connections; 503
  std::size_t output_memory_max = 256u
                                  << 20;  ///< answers waiting for slow readers, all connections

  /// From the first byte of a request to its last. A body earns more time as it arrives, at
  /// `transfer_rate_min`, up to `body_time_max` unless it goes to a file; 408.
  std::chrono::milliseconds request_time_max{5'000};
  std::chrono::milliseconds body_time_max{600'000};
  std::size_t transfer_rate_min = 4096;  ///< bytes per second, of bodies and of answers
  std::chrono::milliseconds idle_time_max{60'000};
  /// From the first byte of an answer that its reader did not take at once; earns time like a body.
  std::chrono::milliseconds write_time_max{10'000};
  /// From the head of an answer that is sent while it is made to its end, however its reader reads.
  std::chrono::milliseconds stream_time_max{600'000};
  /// How long a refused client may go on sending while it reads its refusal.
  std::chrono::milliseconds linger_time_max{2'000};
  /// After an answer its client's next request may be on the way: so long `stop` waits for it, to answer it and say
  /// that the connection ends.
  std::chrono::milliseconds farewell_time{300};
  /// How long `stop` lets started requests finish.
  std::chrono::milliseconds drain_time_max{10'000};

  std::size_t connections_max = 16'384;              ///< 503 and closed
  std::size_t connections_per_address_max = 16'384;  ///< 429 and closed; IPv6 counts per /64
  std::size_t queue_max = 2'048;  ///< whole requests waiting for a worker; 503 with Retry-After
  int retry_after_s = 1;

  bool compress =
      true;  ///< gzip for text of `compress_bytes_min` and more, where the client takes it
  std::size_t compress_bytes_min = 1024;

  /// Answers trivial paths on the front's own thread without queueing, so that they stay quick
  /// while every worker is busy. Returns false, the response untouched, for a request it leaves
  /// alone; asked about every request, on any of the front's threads. Must not block or throw.
  std::function<bool(const request&, response&)> inline_handler;

  /// The answer for what the front itself refuses; `detail` is a short public sentence.
  std::function<response(int status, std::string_view detail)> problem;
};

/// The default of `front_options::problem`: `application/problem+json`, never cached.
response front_problem(int status, std::string_view detail);

enum class refusal_reason : std::uint8_t {
  malformed,
  target_too_long,
  header_too_large,
  body_too_large,
  unsupported,
  too_slow,
  queue_full,
  connections_full,
  address_full,
  memory_full,
  slow_reader,
  no_descriptor,
  no_room,
  not_admitted,
  count
};
std::string_view to_string(refusal_reason reason);

/// Counters since the start, and gauges of this moment; each is right by itself, not with the
/// others.
struct front_statistics {
  std::uint64_t connections = 0;  ///< open now
  std::uint64_t idle = 0;         ///< of these, without a request queued or in a handler
  std::uint64_t queued = 0;       ///< whole requests waiting for a worker now
  std::uint64_t in_flight = 0;    ///< in a handler now
  std::uint64_t accepted = 0;
  std::uint64_t requests = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t input_memory = 0;   ///< bytes of unfinished large requests now
  std::uint64_t output_memory = 0;  ///< bytes of answers waiting for their readers now
  std::array<std::uint64_t, static_cast<std::size_t>(refusal_reason::count)> refused{};

  std::uint64_t refused_for(refusal_reason reason) const {
    return refused[static_cast<std::size_t>(reason)];
  }
};

}  // namespace smartfin::http
