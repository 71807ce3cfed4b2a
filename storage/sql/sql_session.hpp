#pragma once

#include <functional>
#include <memory>

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace smartfin {

enum class sql_dialect { sqlite, postgres };
enum class session_mode { write, read };

/// How one kind of database is connected to, and how a connection to it stands. Immutable and shared by all threads.
class sql_connector {
public:
  virtual ~sql_connector() = default;

  virtual sql_dialect dialect() const = 0;
  /// Opens a connection to one service's data. Throws storage_failure.
  virtual void open(soci::session& session, session_mode mode) const = 0;
  /// Whether no more can be done over the connection that `error` came from.
  virtual bool is_lost(soci::session& session, const soci::soci_error& error) const = 0;
  /// Whether the open transaction takes nothing but its end.
  virtual bool is_aborted(soci::session& session) const = 0;
};

/// One actor's session with its service's database. A connection that was lost is replaced before the next transaction
/// and before the next statement outside of one; statements are prepared anew on it. Owned by one thread.
class sql_session {
public:
  /// Throws storage_failure.
  sql_session(std::shared_ptr<const sql_connector> connector, session_mode mode);
  ~sql_session();
  sql_session(const sql_session&) = delete;
  sql_session& operator=(const sql_session&) = delete;

  sql_dialect dialect() const { return connector_->dialect(); }
  session_mode mode() const { return mode_; }
  /// Its statements hold it too: a connection ends with the last of them. Throws storage_failure when a new one is
  /// needed and cannot be had.
  const std::shared_ptr<soci::session>& connection();

  /// True, and there is a new connection, when `error` says that the old one is lost outside of a transaction:
  /// then the statement may be run again.
  bool renewed_after(const soci::soci_error& error);
  /// In between, a lost connection stays lost, because a part of the work went with it.
  void set_in_transaction(bool in_transaction) { in_transaction_ = in_transaction; }
  bool is_aborted() const { return connector_->is_aborted(*connection_); }

private:
  void renew();

  std::shared_ptr<const sql_connector> connector_;
  session_mode mode_;
  std::shared_ptr<soci::session> connection_;
  bool in_transaction_ = false;
  bool lost_ = false;
};

/// Where one service's data are; copies name the same place.
class service_database {
public:
  service_database() = default;
  explicit service_database(std::shared_ptr<const sql_connector> connector)
      : connector_(std::move(connector)) {}
  /// Throws storage_failure.
  sql_session open(session_mode mode) const { return {connector_, mode}; }

private:
  std::shared_ptr<const sql_connector> connector_;
};

/// Runs `work`, turning every error of the database into storage_failure. A transaction in which that happened takes
/// nothing more until its owner has gone back to a savepoint or rolled it back.
void translate_sql_errors(const char* what, const std::function<void()>& work);

/// The same for work with a result.
template <class Work>
auto translated(const char* what, Work&& work) {
  decltype(work()) made{};
  translate_sql_errors(what, [&] { made = work(); });
  return made;
}

}  // namespace smartfin
