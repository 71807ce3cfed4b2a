#include "domain/trust/trust_table.hpp"

#include <algorithm>
#include <tuple>

namespace smartfin {
namespace {

constexpr std::string_view services[] = {"analytics",  "audit",   "auth",       "file",
                                         "finance",    "gateway", "monitoring", "notification",
                                         "prediction", "profile"};

// The gateway asks for people and operators. `fail_on_purpose` is the operator's, where faults are allowed.
constexpr trust_row rows[] = {
    // ANALYTICS: figures for people, and the ledger's events.
    {"analytics", "apply_events", {"finance"}},
    {"analytics", "fail_on_purpose", {"gateway"}},
    {"analytics", "list_parked_events", {"gateway"}},
    {"analytics", "replay_event", {"gateway"}},
    {"analytics", "report_cash_flow", {"gateway"}},
    {"analytics", "report_expenses", {"gateway"}},
    {"analytics", "report_net_worth", {"gateway"}},

    // AUDIT: it learns of everything by event.
    {"audit", "apply_events", {"auth", "finance", "prediction", "profile"}},
    {"audit", "entries_committed", {"audit"}},
    {"audit", "fail_on_purpose", {"gateway"}},
    {"audit", "list_audit_entries", {"gateway"}},
    {"audit", "list_parked_events", {"gateway"}},
    {"audit", "prove_audit_entry", {"gateway"}},
    {"audit", "replay_event", {"gateway"}},
    {"audit", "show_checkpoint", {"gateway"}},

    // AUTHENTICATION: passwords are hashed and compared inside the group only.
    {"auth", "change_password", {"gateway"}},
    {"auth", "end_all_sessions", {"gateway"}},
    {"auth", "end_session", {"gateway"}},
    {"auth", "events_committed", {"auth"}},
    {"auth", "fail_on_purpose", {"gateway"}},
    {"auth", "find_user", {"gateway"}},
    {"auth", "hash_password", {"auth"}},
    {"auth", "list_sessions", {"gateway"}},
    {"auth", "list_verification_keys", {"gateway"}},
    {"auth", "log_in", {"gateway"}},
    {"auth",
     "note_refusals",
     {"analytics", "audit", "auth", "file", "finance", "gateway", "notification", "prediction",
      "profile"}},
    {"auth", "refresh_session", {"gateway"}},
    {"auth", "register_user", {"gateway"}},
    {"auth", "retire_events", {"auth"}},
    {"auth", "verify_password", {"auth"}},

    // FILES: what keeps contents and rows in step stays inside the group.
    {"file", "add_file", {"gateway"}},
    {"file", "begin_upload", {"file"}},
    {"file", "delete_file", {"gateway"}},
    {"file", "fail_on_purpose", {"gateway"}},
    {"file", "find_file", {"gateway"}},
    {"file", "forget_contents", {"file"}},
    {"file", "give_up_contents", {"file"}},
    {"file", "list_files", {"gateway"}},
    {"file", "read_file_part", {"gateway"}},
    {"file", "ready_file_key", {"file"}},
    {"file", "record_file", {"file"}},

    // FINANCIAL DATA: rows of an import come from its own importer only. PREDICTION reads what a score is made of;
    // ANALYTICS reads whole books again.
    {"finance", "begin_import", {"finance"}},
    {"finance", "change_account", {"gateway"}},
    {"finance", "change_transaction", {"gateway"}},
    {"finance", "delete_account", {"gateway"}},
    {"finance", "delete_transaction", {"gateway"}},
    {"finance", "events_committed", {"finance"}},
    {"finance", "fail_on_purpose", {"gateway"}},
    {"finance", "find_account", {"gateway"}},
    {"finance", "find_import", {"gateway"}},
    {"finance", "find_transaction", {"gateway"}},
    {"finance", "finish_import", {"finance"}},
    {"finance", "gather_ledger_facts", {"prediction"}},
    {"finance", "hash_ledger", {"gateway"}},
    {"finance", "import_file", {"gateway"}},
    {"finance", "import_rows", {"finance"}},
    {"finance", "list_accounts", {"gateway"}},
    {"finance", "list_book_standings", {"analytics"}},
    {"finance", "list_imports", {"gateway"}},
    {"finance", "list_transactions", {"gateway"}},
    {"finance", "open_account", {"gateway"}},
    {"finance", "record_transaction", {"gateway"}},
    {"finance", "report_spending", {"gateway"}},
    {"finance", "retire_events", {"finance"}},
    {"finance", "snapshot_ledger", {"analytics"}},

    // MONITORING
    {"monitoring", "fail_on_purpose", {"gateway"}},
    {"monitoring", "show_node_status", {"gateway"}},

    // NOTIFICATION
    {"notification", "apply_events", {"auth", "finance", "prediction"}},
    {"notification", "fail_on_purpose", {"gateway"}},
    {"notification", "list_notifications", {"gateway"}},
    {"notification", "list_parked_events", {"gateway"}},
    {"notification", "mark_notification_read", {"gateway"}},
    {"notification", "replay_event", {"gateway"}},

    // ML PREDICTION
    {"prediction", "ask_what_if", {"gateway"}},
    {"prediction", "events_committed", {"prediction"}},
    {"prediction", "fail_on_purpose", {"gateway"}},
    {"prediction", "list_scores", {"gateway"}},
    {"prediction", "retire_events", {"prediction"}},
    {"prediction", "show_score", {"gateway"}},

    // USER PROFILE
    {"profile", "change_profile", {"gateway"}},
    {"profile", "events_committed", {"profile"}},
    {"profile", "fail_on_purpose", {"gateway"}},
    {"profile", "find_profile", {"gateway", "prediction"}},
    {"profile", "retire_events", {"profile"}},
};

constexpr auto place = [](const trust_row& row) { return std::tuple{row.callee, row.message}; };

static_assert(std::ranges::is_sorted(services));
static_assert(std::ranges::adjacent_find(rows, std::ranges::greater_equal{}, place) ==
                  std::ranges::end(rows),
              "rows are looked up by callee and message: keep them in order, one for each");

}  // namespace

std::span<const std::string_view> service_names() { return services; }

std::optional<std::string_view> service_named(std::string_view name) {
  const auto* found = std::ranges::lower_bound(services, name);
  if (found == std::ranges::end(services) || *found != name) return std::nullopt;
  return *found;
}

std::span<const trust_row> trust_rows() { return rows; }

result<nothing, trust_errc> check_sender(const sending& what) {
  const std::tuple wanted{what.callee, what.message};
  const auto* row = std::ranges::lower_bound(rows, wanted, {}, place);
  const bool named = row != std::ranges::end(rows) && place(*row) == wanted;
  if (!named || what.caller.empty() || std::ranges::count(row->callers, what.caller) == 0)
    return failure{trust_errc::not_allowed};
  return nothing{};
}

result<nothing, trust_errc> check_stream(std::string_view caller, std::string_view stream) {
  if (caller.empty() || caller != stream) return failure{trust_errc::not_allowed};
  return nothing{};
}

std::optional<std::string_view> message_named(std::string_view name) {
  const auto* found = std::ranges::find(rows, name, &trust_row::message);
  if (found == std::ranges::end(rows)) return std::nullopt;
  return found->message;
}

}  // namespace smartfin
