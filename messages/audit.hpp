#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "messages/call_context.hpp"
#include "messages/done.hpp"
#include "messages/events.hpp"

namespace smartfin {

/// One entry of the audit log, as it stands there. It says who did what and when; what would tell more of the person is
/// sealed or hashed by a key of theirs, so that destroying the key erases it and leaves every proof as it was.
struct audit_entry {
  std::string stream;
  std::int64_t sequence = 0;
  std::string kind;
  instant at{};
  user_id user;
  book_id book;
  std::string trace_id;
  std::string digest;                 // keyed hash of the event's payload, base64url
  std::optional<std::string> sealed;  // the payload itself, where it is personal
};
BOOST_DESCRIBE_STRUCT(audit_entry, (),
                      (stream, sequence, kind, at, user, book, trace_id, digest, sealed))

/// An entry in the clear, for the person it is about.
struct audit_entry_view {
  std::int64_t index = 0;
  std::string stream;
  std::string kind;
  instant at{};
  std::string trace_id;
  std::optional<std::string> address;     // where it came from, for sign-ins and passwords
  std::optional<std::string> user_agent;  // with what
};
BOOST_DESCRIBE_STRUCT(audit_entry_view, (),
                      (index, stream, kind, at, trace_id, address, user_agent))

/// Proves that an entry is in the log that a signed checkpoint speaks of (RFC 6962, inclusion proof). Hashes and the
/// entry are in base64.
struct audit_proof_view {
  std::int64_t index = 0;
  std::int64_t size = 0;
  std::string entry;
  std::vector<std::string> hashes;
  std::string checkpoint;
};
BOOST_DESCRIBE_STRUCT(audit_proof_view, (), (index, size, entry, hashes, checkpoint))

struct list_audit_entries {
  call_context ctx;
  std::int64_t before = 0;  // an index
  int limit = 50;
};
struct audit_entries_page {
  std::vector<audit_entry_view> items;
  bool more = false;
};
struct show_checkpoint {
  call_context ctx;
};
struct checkpoint_text_view {
  std::string note;  // a signed note
  std::string key;   // its verifier key
};
struct prove_audit_entry {
  call_context ctx;
  std::int64_t index = 0;
};
/// Sent by AUDIT's writer to its publisher when entries became durable: a hint.
struct entries_committed {};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(list_audit_entries, (), (ctx, before, limit))
BOOST_DESCRIBE_STRUCT(audit_entries_page, (), (items, more))
BOOST_DESCRIBE_STRUCT(show_checkpoint, (), (ctx))
BOOST_DESCRIBE_STRUCT(checkpoint_text_view, (), (note, key))
BOOST_DESCRIBE_STRUCT(prove_audit_entry, (), (ctx, index))
BOOST_DESCRIBE_STRUCT(entries_committed, (), ())

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_audit_entries)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::audit_entries_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::show_checkpoint)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::checkpoint_text_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::prove_audit_entry)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::audit_proof_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::entries_committed)

namespace smartfin {

/// The AUDIT service: the append-only log of what happened. It learns of it by event.
using audit_actor = event_subscriber::extend<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // The entries about the caller, newest first. Idempotent.
    caf::replies_to<list_audit_entries>::with<audit_entries_page>>;

/// Publishes the log as files, and proves from them.
using audit_publisher_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // New entries are there.
    caf::reacts_to<entries_committed>,
    // The newest signed checkpoint. Idempotent.
    caf::replies_to<show_checkpoint>::with<checkpoint_text_view>,
    // That one of the caller's entries is in the published log. Idempotent. Errors: entry_not_found (also when it is
    // not published yet, or is another's).
    caf::replies_to<prove_audit_entry>::with<audit_proof_view>>;

}  // namespace smartfin
