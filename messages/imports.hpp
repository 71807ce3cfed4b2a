#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "domain/byte_source.hpp"
#include "domain/ids.hpp"
#include "domain/imports/identity.hpp"
#include "messages/attachment.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

enum class import_progress { running, done, failed };
BOOST_DESCRIBE_ENUM(import_progress, running, done, failed)

struct import_rejection {
  std::int64_t line = 0;
  std::string reason;
};
struct import_note {
  std::string what;
  std::string value;
};
/// How an import stands; while it runs, `rows_added` and `rows_duplicate` say how far it is. `rejected` names the first
/// thousand rows that could not be read.
struct import_view {
  import_id id;
  smartfin::account_id account_id;
  import_progress state = import_progress::running;
  std::string format;
  std::int64_t rows_read = 0;
  std::int64_t rows_added = 0;
  std::int64_t rows_duplicate = 0;
  std::int64_t rows_rejected = 0;
  std::vector<import_rejection> rejected;
  std::vector<import_note> dialect;
  instant created_at{};
};
BOOST_DESCRIBE_STRUCT(import_rejection, (), (line, reason))
BOOST_DESCRIBE_STRUCT(import_note, (), (what, value))
BOOST_DESCRIBE_STRUCT(import_view, (),
                      (id, account_id, state, format, rows_read, rows_added, rows_duplicate,
                       rows_rejected, rejected, dialect, created_at))

struct import_file {
  call_context ctx;
  smartfin::account_id account_id;
  smartfin::currency unit = smartfin::currency::usd();  // of the account
  std::string content_type;
  std::string statement_account;  // which account of the file, where it holds several
  bool atomic = false;
  std::shared_ptr<const byte_source> bytes;
};

// Between the importer and the ledger's writer.
struct begin_import {
  call_context ctx;
  import_view view;
};
struct import_chunk {
  std::vector<statement_row> rows;
  std::string source;
};
struct import_rows {
  call_context ctx;
  import_id import;
  smartfin::account_id account_id;
  std::shared_ptr<const import_chunk> chunk;
};
struct rows_imported {
  std::int64_t added = 0;
  std::int64_t duplicate = 0;
};
struct finish_import {
  call_context ctx;
  import_view view;
};
BOOST_DESCRIBE_STRUCT(rows_imported, (), (added, duplicate))

struct find_import {
  call_context ctx;
  import_id id;
};
struct list_imports {
  call_context ctx;
  std::int64_t before_id = 0;
  int limit = 50;
};
struct import_page {
  std::vector<import_view> items;
  bool more = false;
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(import_file, (),
                      (ctx, account_id, unit, content_type, statement_account, atomic))
BOOST_DESCRIBE_STRUCT(find_import, (), (ctx, id))
BOOST_DESCRIBE_STRUCT(list_imports, (), (ctx, before_id, limit))
BOOST_DESCRIBE_STRUCT(import_page, (), (items, more))
template <>
inline constexpr auto attachment_of<import_file> = &import_file::bytes;

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::import_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::import_file)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::begin_import)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::import_rows)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::rows_imported)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::finish_import)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::find_import)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_imports)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::import_page)

namespace smartfin {

/// FINANCE, the side that reads banks' files.
using import_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // Imports a file; the same file again changes nothing. The reply says `running` when it takes
    // longer than one should wait; a large file is looked at after that reply. Errors: account_not_found,
    // account_closed, unknown_format, too_many_rows, rows_rejected (atomic only). Nothing was changed then.
    caf::replies_to<import_file>::with<import_view>>;

/// FINANCE's writer as the importer sees it.
using import_ledger_actor = caf::typed_actor<
    // Idempotent by key: the import that the key began. Errors: account_not_found, account_closed.
    caf::replies_to<begin_import>::with<import_view>,
    // All rows of each day they touch in one message. Idempotent: rows that are there are duplicates. Errors:
    // account_not_found, account_closed, amount_out_of_range.
    caf::replies_to<import_rows>::with<rows_imported>,
    // Idempotent.
    caf::replies_to<finish_import>::with<import_view>>;

/// FINANCE's readers as those see them who ask how an import stands.
using import_query_actor = caf::typed_actor<
    // Errors: import_not_found.
    caf::replies_to<find_import>::with<import_view>,
    // Newest first.
    caf::replies_to<list_imports>::with<import_page>>;

}  // namespace smartfin
