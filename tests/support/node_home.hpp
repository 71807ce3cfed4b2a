#pragma once

#include <filesystem>
#include <string>

#include "tests/support/node_layout.hpp"

namespace smartfin::test {

/// Settings for nodes that tests start: passwords that cost nothing, no rate limits, faults allowed
/// and as many of them as a test likes. `more` is TOML that stands behind them.
std::string quick_settings(const std::string& more = {});

/// A folder with the settings, the data and the master key of one node, or of the nodes that are asked for in its place
/// (node_layout.hpp); removed with the object. Under tests/support/with-postgres the data are in a new database of that
/// server.
class node_home {
public:
  explicit node_home(const std::string& settings = quick_settings());
  /// On another PostgreSQL, which `storage` names as that section of the settings does.
  node_home(const std::string& settings, std::string storage);
  ~node_home();
  node_home(const node_home&) = delete;
  node_home& operator=(const node_home&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path data() const { return folder_ / "data"; }
  std::filesystem::path master_key() const { return folder_ / "data.master-key"; }
  std::filesystem::path settings() const { return folder_ / "settings.toml"; }
  bool is_on_postgres() const { return !storage_.empty(); }
  /// Of the database, and of the file with its passwords; empty without PostgreSQL.
  std::string url() const { return storage_word("url"); }
  std::string password_file() const { return storage_word("password_file"); }
  void write_settings(const std::string& text) const;

  const node_layout& layout() const { return layout_; }
  /// Of one part of the layout; the first has `data()` and `settings()`.
  std::filesystem::path data_of(std::size_t part) const;
  std::filesystem::path settings_of(std::size_t part) const;

private:
  std::string storage_word(const std::string& name) const;

  std::filesystem::path folder_;
  std::string storage_;
  node_layout layout_;
};

}  // namespace smartfin::test
