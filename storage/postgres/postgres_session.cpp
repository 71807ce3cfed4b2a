#include "storage/postgres/postgres_session.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/session.h>

#include <map>
#include <memory>

#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;
using words = std::map<std::string, std::string>;

/// What the URL says, by libpq's names of it.
words parsed(const std::string& url) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
      PQconninfoParse(url.c_str(), &message), &PQconninfoFree};
  if (!options) {
    std::string why = message ? message : "not enough memory";
    PQfreemem(message);
    while (!why.empty() && why.back() == '\n') why.pop_back();
    throw storage_refusal{"storage.url cannot be read: " + why};
  }
  words found;
  for (const auto* option = options.get(); option->keyword; ++option)
    if (option->val && *option->val) found.emplace(option->keyword, option->val);
  return found;
}

std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

std::string joined(const words& all) {
  std::string text;
  for (const auto& [word, value] : all) text += word + "=" + quoted(value) + " ";
  return text;
}

words checked(const std::string& url) {
  auto all = parsed(url);
  if (all.contains("password"))
    throw storage_refusal{
        "storage.url must not hold a password: it belongs into storage.password_file"};
  if (all.contains("sslmode") && all["sslmode"] != "verify-full")
    throw storage_refusal{"storage.url asks for sslmode=" + all["sslmode"] +
                          ": only verify-full is allowed"};
  if (!all.contains("dbname")) throw storage_refusal{"storage.url names no database"};
  return all;
}

/// The URL's own words win where nothing depends on ours.
words complete(words all, const postgres_login& login) {
  all["sslmode"] = "verify-full";
  all["client_encoding"] = "UTF8";
  if (!login.user.empty()) all["user"] = login.user;
  if (!login.password_file.empty()) all["passfile"] = login.password_file.string();
  all.emplace("application_name", "smartfin " + login.schema);
  // Seconds, milliseconds: how long a peer that is silent counts as there.
  all.emplace("connect_timeout", "3");
  all.emplace("keepalives_idle", "10");
  all.emplace("keepalives_interval", "3");
  all.emplace("keepalives_count", "3");
  all.emplace("tcp_user_timeout", "10000");
  return all;
}

/// What the server is told at the start of a session.
std::string options_of(const postgres_login& login, session_mode mode) {
  std::string text = "-c search_path=" + login.schema +
                     " -c statement_timeout=15s -c lock_timeout=5s -c client_min_messages=warning";
  // A writer that was stopped in its tracks holds up those of other nodes for no longer than this.
  if (mode == session_mode::write) text += " -c idle_in_transaction_session_timeout=2s";
  if (mode == session_mode::read)
    text += " -c idle_in_transaction_session_timeout=60s -c default_transaction_read_only=on";
  return text;
}

PGconn* native(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

class postgres_connector final : public sql_connector {
public:
  explicit postgres_connector(const postgres_login& login)
      : write_text_(text_of(login, session_mode::write)),
        read_text_(text_of(login, session_mode::read)),
        schema_(login.schema) {}

  sql_dialect dialect() const override { return sql_dialect::postgres; }

  void open(soci::session& session, session_mode mode) const override {
    translate_sql_errors("connect", [&] {
      session.open(soci::postgresql, mode == session_mode::write ? write_text_ : read_text_);
    });
    // The details of an error may show a row.
    PQsetErrorVerbosity(native(session), PQERRORS_TERSE);
    PQsetNoticeProcessor(
        native(session), [](void*, const char*) {}, nullptr);
    if (mode == session_mode::write) say_that_it_writes(session);
  }

  // After a failover the old server may live on as one that is only read.
  bool is_lost(soci::session& session, const soci::soci_error& error) const override {
    if (PQstatus(native(session)) != CONNECTION_OK) return true;
    const auto* told = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    return told && told->sqlstate() == "25006";
  }

  bool is_aborted(soci::session& session) const override {
    return PQtransactionStatus(native(session)) == PQTRANS_INERROR;
  }

private:
  // A lock of the session, shared with all others that may write: nobody has to renew or to remove it.
  void say_that_it_writes(soci::session& session) const {
    int granted = 0;
    translate_sql_errors("connect", [&] {
      session << "SELECT pg_try_advisory_lock_shared(1936941428, hashtext(:s))::int",
          soci::use(schema_), soci::into(granted);
    });
    if (granted == 0)
      throw storage_failure{"connect: the data are being moved by another SmartFin"};
  }

  static std::string text_of(const postgres_login& login, session_mode mode) {
    auto all = complete(checked(login.url), login);
    // A session that only reads is asked for by its role in replication: it says itself that it does not write.
    all["target_session_attrs"] = mode == session_mode::write ? "read-write" : "primary";
    const auto options = options_of(login, mode);
    auto& told = all["options"];
    told = told.empty() ? options : told + " " + options;
    return joined(all);
  }

  std::string write_text_;
  std::string read_text_;
  std::string schema_;
};

}  // namespace

pg_conn* native_connection(soci::session& session) { return native(session); }

bool try_to_hold_alone(sql_session& session) {
  int granted = 0;
  translate_sql_errors("hold alone", [&] {
    *session.connection()
        << "SELECT pg_try_advisory_lock(1936941428, hashtext(current_schema()))::int",
        soci::into(granted);
  });
  return granted != 0;
}

service_database postgres_database(const postgres_login& login) {
  return service_database{std::make_shared<postgres_connector>(login)};
}

void check_password_file(const fs::path& file) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (error || !fs::is_regular_file(status))
    throw storage_refusal{"the password file " + file.string() + " is missing"};
  constexpr auto others = fs::perms::group_all | fs::perms::others_all;
  if ((status.permissions() & others) != fs::perms::none)
    throw storage_refusal{"others may read the password file " + file.string() + ": chmod 600 it"};
}

}  // namespace smartfin
