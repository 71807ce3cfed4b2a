#include <sys/stat.h>

#include <unistd.h>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "actors/auth/auth_service.hpp"
#include "actors/finance/ledger_service.hpp"
#include "actors/profile/profile_service.hpp"
#include "commands/demo.hpp"
#include "storage/data_folder.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

class scratch_folder {
public:
  scratch_folder() {
    auto name = (fs::temp_directory_path() / "smartfin-demo-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
  }
  ~scratch_folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

private:
  fs::path path_;
};

std::pair<std::string, std::string> log_in_of(const fs::path& file) {
  std::ifstream in{file};
  std::string email, password;
  std::getline(in, email);
  std::getline(in, password);
  return {email, password};
}

demo_options options_for(const fs::path& folder) {
  return {folder.string(), 2'000, 7, "2026-04-15"};
}

}  // namespace

TEST_CASE("a demo's log-in works, and its password is printed and kept for its owner alone") {
  const scratch_folder scratch;
  const auto folder = scratch.path() / "data";
  std::ostringstream out, err;
  REQUIRE(run_demo(options_for(folder), out, err) == 0);
  CHECK(err.str().empty());
  const auto login = scratch.path() / "data.demo-login";
  struct stat info {};
  REQUIRE(::stat(login.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  const auto [email, password] = log_in_of(login);
  CHECK(out.str().find(password) != std::string::npos);

  const data_folder data{folder, {}};
  auth_parts auth{{{data.database("auth"), &data.keys(), {}}, {}, {}, {}}};
  const auto user = auth.book.find_user(email);
  REQUIRE(user);
  CHECK(matches(secret{password}, user->password_hash));
  CHECK_FALSE(matches(secret{password + "x"}, user->password_hash));
  CHECK(auth.rows->list_sessions(user->id, {}).empty());

  profile_parts profile{{data.database("profile"), &data.keys(), {}}};
  CHECK(profile.find(user->id).facts.household_size == 4);
}

TEST_CASE("a demo's balances equal the sums of its transactions") {
  const scratch_folder scratch;
  const auto folder = scratch.path() / "data";
  std::ostringstream out, err;
  REQUIRE(run_demo(options_for(folder), out, err) == 0);
  const data_folder data{folder, {}};
  ledger_writer_parts finance{{data.database("finance"), &data.keys(), {}}};
  auto& rows = *finance.rows;
  const book_id book{1};
  CHECK(rows.find_book(book)->transactions == 2'000);

  transaction_selection all;
  all.book = book;
  all.limit = 10'000;
  std::map<std::int64_t, std::int64_t> sums;
  for (const auto& row : rows.list_transactions(all)) {
    CHECK(row.date <= civil_date::parse("2026-04-15"));
    sums[row.account.value] += row.amount;
    if (row.other.is_own_account()) sums[row.other.key] -= row.amount;
  }
  const auto accounts = rows.list_accounts(book, 0, 100);
  CHECK(accounts.size() == 6);
  for (const auto& account : accounts) {
    CHECK(account.balance == account.opening + sums[account.id.value]);
    CHECK_FALSE(account.name.empty());
  }
}

TEST_CASE("a demo never writes into a folder that holds something") {
  const scratch_folder scratch;
  const auto folder = scratch.path() / "data";
  fs::create_directories(folder);
  std::ofstream{folder / "mine"} << "keep me";
  std::ostringstream out, err;
  CHECK(run_demo(options_for(folder), out, err) == 1);
  CHECK(err.str().find("is there already") != std::string::npos);
  CHECK(fs::exists(folder / "mine"));
  CHECK(std::distance(fs::directory_iterator{scratch.path()}, {}) == 1);
}

TEST_CASE("a demo with an option out of range makes nothing") {
  const scratch_folder scratch;
  std::ostringstream out, err;
  auto options = options_for(scratch.path() / "data");
  options.transactions = 0;
  CHECK(run_demo(options, out, err) == 1);
  options.transactions = 10;
  options.today = "2026-02-30";
  CHECK(run_demo(options, out, err) == 1);
  CHECK(fs::is_empty(scratch.path()));
}

}  // namespace smartfin
