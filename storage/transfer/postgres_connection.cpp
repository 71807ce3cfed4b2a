#include "storage/transfer/postgres_connection.hpp"

#include <soci/postgresql/soci-postgresql.h>

#include <memory>

#include "storage/postgres/postgres_session.hpp"
#include "storage/storage_failure.hpp"
#include "storage/transfer/packed_rows.hpp"

namespace smartfin {
namespace {

constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};
constexpr std::size_t head_bytes = signature.size() + 8;  // flags, and the length of nothing more
constexpr std::string_view end_mark{"\xff\xff", 2};

struct result_clearer {
  void operator()(PGresult* result) const { PQclear(result); }
};
using query_result = std::unique_ptr<PGresult, result_clearer>;

/// The length of the first packed row; 0 when it is not all there.
std::size_t first_row_length(std::string_view bytes) {
  if (bytes.size() < 2) return 0;
  std::size_t at = 2;
  for (auto fields = number_of(bytes.substr(0, 2)); fields > 0; --fields) {
    if (bytes.size() < at + 4) return 0;
    const auto length = number_of(bytes.substr(at, 4));
    at += 4;
    if (length != 0xffff'ffff) at += length;
  }
  return at <= bytes.size() ? at : 0;
}

/// Cuts what the server sends, in pieces of any length, into rows.
class row_cutter {
public:
  explicit row_cutter(const std::function<void(std::string_view)>& take) : take_(take) {}

  void add(std::string_view piece) {
    bytes_.append(piece);
    std::string_view left{bytes_};
    if (!headed_) {
      if (left.size() < head_bytes) return;
      if (!left.starts_with(signature)) throw storage_failure{"the server's rows have no head"};
      left.remove_prefix(head_bytes);
      headed_ = true;
    }
    while (!left.starts_with(end_mark)) {
      const auto length = first_row_length(left);
      if (length == 0) break;
      take_(left.substr(0, length));
      left.remove_prefix(length);
    }
    bytes_.erase(0, bytes_.size() - left.size());
  }
  bool is_at_end() const { return headed_ && bytes_ == end_mark; }

private:
  const std::function<void(std::string_view)>& take_;
  std::string bytes_;
  bool headed_ = false;
};

}  // namespace

postgres_connection::postgres_connection(const service_database& database, session_mode mode)
    : session_(database.open(mode)), native_(native_connection(*session_.connection())) {
  run("SET statement_timeout = 0");
  run("SET idle_in_transaction_session_timeout = 0");
}

void postgres_connection::fail() const {
  std::string why = PQerrorMessage(native_);
  while (why.ends_with('\n')) why.pop_back();
  throw storage_failure{"PostgreSQL: " + why};
}

void postgres_connection::run(const std::string& sql) {
  const query_result result{PQexec(native_, sql.c_str())};
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail();
}

std::vector<std::string> postgres_connection::texts(const std::string& query) {
  const query_result result{PQexec(native_, query.c_str())};
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail();
  std::vector<std::string> found;
  for (int row = 0; row < PQntuples(result.get()); ++row)
    found.emplace_back(PQgetvalue(result.get(), row, 0));
  return found;
}

void postgres_connection::end_copy() {
  bool failed = false;
  while (const query_result result{PQgetResult(native_)})
    failed = failed || PQresultStatus(result.get()) != PGRES_COMMAND_OK;
  if (failed) fail();
}

void postgres_connection::copy_out(const std::string& query,
                                   const std::function<void(std::string_view row)>& take) {
  const query_result begun{
      PQexec(native_, ("COPY (" + query + ") TO STDOUT (FORMAT binary)").c_str())};
  if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) fail();
  row_cutter rows{take};
  char* piece = nullptr;
  int length = 0;
  while ((length = PQgetCopyData(native_, &piece, 0)) > 0) {
    const std::unique_ptr<char, decltype(&PQfreemem)> owned{piece, &PQfreemem};
    rows.add({piece, static_cast<std::size_t>(length)});
  }
  if (length != -1) fail();
  end_copy();
  if (!rows.is_at_end()) throw storage_failure{"the server's rows end too early"};
}

void postgres_connection::copy_in(const std::string& table, const std::string& columns,
                                  std::string_view rows) {
  const query_result begun{
      PQexec(native_, ("COPY " + table + "(" + columns + ") FROM STDIN (FORMAT binary)").c_str())};
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) fail();
  std::string head{signature};
  head.append(8, '\0');
  const auto put = [&](std::string_view bytes) {
    if (PQputCopyData(native_, bytes.data(), static_cast<int>(bytes.size())) != 1) fail();
  };
  put(head);
  put(rows);
  put(end_mark);
  if (PQputCopyEnd(native_, nullptr) != 1) fail();
  end_copy();
}

}  // namespace smartfin
