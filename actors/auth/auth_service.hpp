#pragma once

#include <memory>

#include "actors/auth/password_hasher.hpp"
#include "actors/auth/session_book.hpp"
#include "actors/writer_store.hpp"
#include "messages/auth.hpp"
#include "messages/trust.hpp"

namespace smartfin {

struct auth_deps {
  service_deps service;
  password_hasher_actor hasher;
  session_rules sessions;
  throttle_rules throttle;
};

using auth_writer = auth_actor::extend_with<refusal_book_actor>::extend_with<
    event_publishing_actor>::extend<caf::reacts_to<flush_batch>>;

struct auth_parts : publisher_store {
  explicit auth_parts(const auth_deps& deps);

  std::unique_ptr<auth_repository> rows;
  session_book book;
  write_batch batch;
};

/// Failed attempts, by account and by address; at most so many of each, the oldest go first.
class attempt_table {
public:
  explicit attempt_table(throttle_rules rules) : rules_(rules) {}
  /// One that is under way counts as failed, so that guesses sent at once wait as if one had followed the other.
  void begin(const std::string& subject) { ++under_way_[subject]; }
  void end(const std::string& subject);
  std::chrono::seconds wait_for(const std::string& subject, instant now) const;
  void failed(const std::string& subject, instant now);
  void succeeded(const std::string& subject) { records_.erase(subject); }

private:
  static constexpr std::size_t records_max = 100'000;
  throttle_rules rules_;
  std::unordered_map<std::string, attempt_record> records_;
  std::unordered_map<std::string, int> under_way_;
};

struct auth_state {
  std::unique_ptr<auth_parts> parts;
  std::shared_ptr<attempt_table> attempts;
  password_hasher_actor hasher;
  static inline const char* name = "auth";
};

/// AUTH's writer. Owns users, sessions and signing keys. Talks to its password hashers. Forgets counts of failed
/// attempts when it restarts; requests of an uncommitted batch get an outage.
auth_writer::behavior_type auth_service(auth_writer::stateful_pointer<auth_state> self,
                                        auth_deps deps);

}  // namespace smartfin
