#pragma once

#include <atomic>
#include <mutex>
#include <random>
#include <vector>

#include "storage/net/https_session.hpp"
#include "storage/objects/s3_store.hpp"

namespace smartfin {

/// What is asked of the bucket. An empty object names the bucket itself.
struct s3_question {
  std::string method;
  std::string object{};
  std::map<std::string, std::string> query{};
  std::map<std::string, std::string> headers{};
  std::string_view body{};
  std::size_t answer_bytes_max = 1 << 20;
};

/// Signed requests to one bucket: tried again after outages with growing pauses, and not at all for a while when the
/// bucket failed too often. Everything asked of it may be asked twice. Thread-safe.
class s3_client {
public:
  explicit s3_client(s3_options options);

  /// An answer below 500 that is no refusal of the client itself: 2xx, 404 and 416. Throws storage_failure.
  https_answer ask(const s3_question& question);
  bool is_available() const;
  std::int64_t failures() const { return failures_; }

private:
  https_answer try_once(const s3_question& question, time_limit until);
  void require_closed_circuit();
  void note(bool good);
  /// False when no time is left for another try.
  bool pause_before_try(int tried, time_limit until);
  std::unique_ptr<https_session> session();
  void give_back(std::unique_ptr<https_session> session);
  double chance();

  const s3_options options_;
  mutable std::mutex mutex_;
  circuit circuit_;
  std::vector<std::unique_ptr<https_session>> idle_;
  std::minstd_rand random_{std::random_device{}()};
  std::atomic<std::int64_t> failures_{0};
};

}  // namespace smartfin
