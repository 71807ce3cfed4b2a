#include "storage/transfer/sqlite_connection.hpp"

#include <sqlite3.h>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

constexpr int busy_patience_ms = 5'000;

}  // namespace

void sqlite_connection::closer::operator()(sqlite3* native) const { sqlite3_close(native); }
void sqlite_connection::statement::finalizer::operator()(sqlite3_stmt* native) const {
  sqlite3_finalize(native);
}

sqlite_connection::sqlite_connection(std::filesystem::path file, access how)
    : file_(std::move(file)) {
  sqlite3* native = nullptr;
  const int flags = how == access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int status = sqlite3_open_v2(file_.c_str(), &native, flags, nullptr);
  native_.reset(native);
  if (status != SQLITE_OK)
    throw storage_failure{"the database " + file_.string() +
                          " cannot be opened: " + sqlite3_errstr(status)};
  sqlite3_busy_timeout(native, busy_patience_ms);
}

void sqlite_connection::fail() const {
  throw storage_failure{"the database " + file_.string() + ": " + sqlite3_errmsg(native_.get())};
}

void sqlite_connection::run(const std::string& sql) {
  if (sqlite3_exec(native_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail();
}

sqlite_connection::statement::statement(sqlite_connection& of, std::string_view sql) : of_(of) {
  sqlite3_stmt* native = nullptr;
  if (sqlite3_prepare_v2(of.native_.get(), sql.data(), static_cast<int>(sql.size()), &native,
                         nullptr) != SQLITE_OK)
    of.fail();
  native_.reset(native);
}

bool sqlite_connection::statement::step() {
  const int status = sqlite3_step(native_.get());
  if (status != SQLITE_ROW && status != SQLITE_DONE) of_.fail();
  return status == SQLITE_ROW;
}

void sqlite_connection::statement::reset() { sqlite3_reset(native_.get()); }

}  // namespace smartfin
