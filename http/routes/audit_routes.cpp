#include <charconv>
#include <limits>

#include "http/routes/routes.hpp"

namespace smartfin::http {
namespace {

constexpr auto tag = "Audit";

struct entry_position {
  std::int64_t before = 0;
};
BOOST_DESCRIBE_STRUCT(entry_position, (), (before))

void entries(const edge_services& s, call& c) {
  list_audit_entries query{c.context(), std::numeric_limits<std::int64_t>::max(), 0};
  query.limit = static_cast<int>(c.page_limit());
  if (const auto cursor = c.query_text("cursor"))
    query.before = s.cursors.open<entry_position>("listAuditEntries", *cursor).before;
  auto page = s.ask.ask<audit_entries_page>(s.audit, 0, std::move(query));
  std::optional<std::string> next;
  if (page.more) next = s.cursors.seal("listAuditEntries", entry_position{page.items.back().index});
  c.page(std::move(page.items), std::move(next));
}

/// Entries count from 0, unlike everything else that a path names.
std::int64_t index_of(const call& c) {
  const auto& text = c.path_text("index");
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end != text.data() + text.size() || index < 0)
    throw problem_error(problems::not_found);
  return index;
}

void checkpoint(const edge_services& s, call& c) {
  const auto shown = s.ask.ask<checkpoint_text_view>(s.audit_log, 0, show_checkpoint{c.context()});
  c.header("Cache-Control", "no-store");
  c.bytes("text/plain", shown.note);
}

}  // namespace

void add_audit_routes(route_table& table, const edge_services& s) {
  table.add(get("/api/v1/audit/entries")
                .id("listAuditEntries")
                .tag(tag)
                .user()
                .summary("What the audit log says about me, newest first")
                .reply_page<audit_entry_view>(),
            [&s](call& c) { entries(s, c); });
  table.add(get("/api/v1/audit/entries/{index}/proof")
                .id("proveAuditEntry")
                .tag(tag)
                .user()
                .summary("That an entry about me is in the log of a signed checkpoint (RFC 6962)")
                .reply<audit_proof_view>(),
            [&s](call& c) {
              c.header("Cache-Control", "no-store");
              c.ok(s.ask.ask<audit_proof_view>(s.audit_log, 0,
                                               prove_audit_entry{c.context(), index_of(c)}));
            });
  table.add(get("/api/v1/audit/checkpoint")
                .id("showAuditCheckpoint")
                .tag(tag)
                .open()
                .summary("The newest signed checkpoint of the audit log (C2SP tlog-checkpoint)")
                .reply_type("text/plain"),
            [&s](call& c) { checkpoint(s, c); });
}

}  // namespace smartfin::http
