#include "actors/audit/audit_service.hpp"

#include <caf/stateful_actor.hpp>
#include <stdexcept>

#include "messages/facts.hpp"

namespace smartfin {
namespace {

// The same event makes the same place wherever the entry lands.
std::string payload_place(const audit_entry& entry) {
  return "audit/" + entry.stream + "/" + std::to_string(entry.sequence) + "/payload";
}

/// Facts that are kept whole, sealed for whom they are about; of others a digest is enough.
bool is_kept(const std::string& kind) {
  return kind == user_registered::kind || kind == signed_in::kind ||
         kind == password_changed::kind || kind == request_refused::kind;
}

/// Every personal fact names where it came from; one of them also with what.
struct personal_details {
  std::optional<std::string> address;
  std::optional<std::string> user_agent;
};
BOOST_DESCRIBE_STRUCT(personal_details, (), (address, user_agent))

template <class T>
T stored(const std::string& text) {
  auto read = json::decode_stored<T>(text);
  if (!read) throw storage_failure{"an audit entry does not read"};
  return std::move(*read);
}

}  // namespace

audit_parts::audit_parts(const service_deps& deps)
    : subscriber_store(
          deps, "audit/user", [this](const delivered_event& event) { record(event); },
          [this] { write_recorded(); }),
      rows(make_sql_audit_repository(session)),
      subjects(make_sql_audit_subjects(session)),
      batch(batch_of(work, [this] {
        keys.forget();
        entries_.clear();
        users_.clear();
      })) {}

void audit_parts::record(const delivered_event& event) {
  audit_entry entry{event.stream, event.sequence, event.kind, event.at, event.user,
                    event.book,   event.trace_id, {},         {}};
  const auto& key = keys.find_or_make(event.user.value);
  entry.digest = key.lookup(event.payload);
  if (is_kept(event.kind)) entry.sealed = key.seal(event.payload, payload_place(entry));
  entries_.push_back(json::encode(entry));
  users_.push_back(event.user);
}

void audit_parts::write_recorded() {
  if (entries_.empty()) return;
  subjects->add(rows->append(entries_), users_);
  entries_.clear();
  users_.clear();
}

audit_entries_page audit_parts::list(const list_audit_entries& request) {
  const auto user = request.ctx.who.user;
  const auto* key = keys.find(user.value);
  audit_entries_page page;
  for (const auto index : subjects->list(user, request.before, request.limit + 1)) {
    if (static_cast<int>(page.items.size()) == request.limit) {
      page.more = true;
      break;
    }
    const auto entry = stored<audit_entry>(rows->list(index, 1).at(0));
    audit_entry_view view{index, entry.stream, entry.kind, entry.at, entry.trace_id, {}, {}};
    if (key && entry.sealed) {
      const auto details = stored<personal_details>(key->open(*entry.sealed, payload_place(entry)));
      view.address = details.address;
      view.user_agent = details.user_agent;
    }
    page.items.push_back(std::move(view));
  }
  return page;
}

audit_writer::behavior_type audit_service(audit_writer::stateful_pointer<audit_state> self,
                                          service_deps deps) {
  self->state.parts = std::make_unique<audit_parts>(deps);
  auto& parts = *self->state.parts;
  apply_crash_policy(self, deps.report, [&parts] { parts.batch.flush(); });
  return {
      [](const fail_on_purpose&) -> caf::result<done> { throw std::logic_error{"on purpose"}; },
      [&parts](const list_audit_entries& m) -> caf::result<audit_entries_page> {
        try {
          return parts.list(m);
        } catch (const storage_failure&) {
          return make_error(infra_errc::storage_failed);
        }
      },
      applies_events(self, parts.intake, parts.batch),
      lists_parked_events(parts.intake),
      replays_events(self, parts.intake, parts.batch),
      [&parts](const flush_batch&) { parts.batch.flush(); },
  };
}

}  // namespace smartfin
