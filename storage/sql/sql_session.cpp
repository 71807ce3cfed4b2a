#include "storage/sql/sql_session.hpp"

#include <soci/session.h>

#include <utility>

#include "storage/storage_failure.hpp"

namespace smartfin {

sql_session::sql_session(std::shared_ptr<const sql_connector> connector, session_mode mode)
    : connector_(std::move(connector)), mode_(mode) {
  renew();
}

sql_session::~sql_session() = default;

const std::shared_ptr<soci::session>& sql_session::connection() {
  if (lost_ && !in_transaction_) renew();
  return connection_;
}

bool sql_session::renewed_after(const soci::soci_error& error) {
  lost_ = lost_ || connector_->is_lost(*connection_, error);
  if (!lost_ || in_transaction_) return false;
  renew();
  return true;
}

// Statements of the connection before keep it until they are prepared anew.
void sql_session::renew() {
  auto made = std::make_shared<soci::session>();
  connector_->open(*made, mode_);
  connection_ = std::move(made);
  lost_ = false;
}

void translate_sql_errors(const char* what, const std::function<void()>& work) {
  try {
    work();
  } catch (const soci::soci_error& error) {
    throw storage_failure{std::string{what} + ": " + error.get_error_message()};
  }
}

}  // namespace smartfin
