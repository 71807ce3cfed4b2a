// The baseline of group commit: the node's own bookkeeper over the same database and durability, one commit for each
// transaction or for so many of them. Prints transactions per second.
//   commit_each FOLDER SECONDS [transactions per commit]
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "actors/finance/ledger_service.hpp"
#include "storage/data_folder.hpp"

int main(int count, char** arguments) {
  using namespace smartfin;
  if (count < 3) return 2;
  const std::filesystem::path folder{arguments[1]};
  const std::chrono::duration<double> limit{std::atof(arguments[2])};
  const int per_commit = count > 3 ? std::atoi(arguments[3]) : 1;
  const data_folder data{folder, {}};
  ledger_writer_parts parts{{data.database("finance"), &data.keys(), {}}};
  const change_origin origin{
      book_id{1}, user_id{1},
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())};
  parts.rows->begin();
  const auto account =
      parts.books.open_account(origin, {"Checking", account_type::checking, currency::usd(), {}});
  parts.rows->commit();
  if (!account) return 1;

  const auto first_day = civil_date::of(origin.now);
  const auto begin = std::chrono::steady_clock::now();
  std::chrono::duration<double> took{};
  std::int64_t written = 0;
  while (took < limit) {
    parts.rows->begin();
    for (int i = 0; i < per_commit; ++i, ++written) {
      const auto kind = static_cast<int>(written % 40);
      parts.rows->set_savepoint();
      const auto recorded =
          parts.books.record(origin, {account->id,
                                      first_day.plus_days(-static_cast<int>(written % 365)),
                                      {-100 - written % 9'000, currency::usd()},
                                      "Payee " + std::to_string(kind),
                                      {},
                                      {},
                                      {}});
      if (!recorded) return 1;
      parts.rows->release_savepoint();
    }
    parts.rows->commit();
    took = std::chrono::steady_clock::now() - begin;
  }
  std::cout << static_cast<double>(written) / took.count() << std::endl;
}
