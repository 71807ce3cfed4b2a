#include "storage/transfer/landmarks.hpp"

#include <algorithm>

#include "storage/audit/checkpoint.hpp"
#include "storage/audit/note_codes.hpp"
#include "storage/transfer/packed_rows.hpp"

namespace smartfin {
namespace {

bool has(const service_shape& shape, const char* table) {
  return std::ranges::any_of(shape.tables, [&](const auto& each) { return each.name == table; });
}

void add_events(std::vector<landmark>& to, data_view& view, const std::string& service) {
  view.each("SELECT kept_from, last FROM event_head", [&](std::string_view row) {
    packed_fields fields{row};
    fields.begin_row();
    const auto kept_from = integer_of(fields.next()), last = integer_of(fields.next());
    to.push_back(
        {"events of " + service, std::to_string(kept_from) + " to " + std::to_string(last)});
  });
}

void add_cursors(std::vector<landmark>& to, data_view& view, const std::string& service) {
  view.each(
      "SELECT stream, sequence FROM event_cursors ORDER BY stream", [&](std::string_view row) {
        packed_fields fields{row};
        fields.begin_row();
        const std::string stream{fields.next().value_or("")};
        to.push_back(
            {"cursor of " + service + " in " + stream, std::to_string(integer_of(fields.next()))});
      });
}

void add_audit_tree(std::vector<landmark>& to, data_view& view) {
  tile_tree tree{sha256};
  view.each("SELECT entry FROM audit_entries ORDER BY entry_index", [&](std::string_view row) {
    packed_fields fields{row};
    fields.begin_row();
    tree.append(leaf_hash(sha256, fields.next().value_or("")),
                [](unsigned, std::uint64_t, const tile_hashes&) {});
  });
  to.push_back(
      {"audit log", std::to_string(tree.size()) + " entries, root " + hash_text(tree.root())});
}

}  // namespace

std::vector<landmark> landmarks_of(data_view& view, const service_shape& shape) {
  std::vector<landmark> found;
  if (has(shape, "event_head")) add_events(found, view, shape.service);
  if (has(shape, "event_cursors")) add_cursors(found, view, shape.service);
  if (has(shape, "audit_entries")) add_audit_tree(found, view);
  return found;
}

std::vector<std::int64_t> books_in(data_view& finance) {
  std::vector<std::int64_t> books;
  finance.each("SELECT id FROM books ORDER BY id", [&](std::string_view row) {
    packed_fields fields{row};
    fields.begin_row();
    books.push_back(integer_of(fields.next()));
  });
  return books;
}

}  // namespace smartfin
