#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/transfer/content_meter.hpp"
#include "storage/transfer/data_target.hpp"
#include "tests/support/temporary_folder.hpp"

namespace smartfin::testing {

/// Puts rows into every table of every service of a data folder, with values that are hard to carry; their
/// transactions are so many. Fails where it does not know how a new table's rows look.
void fill_folder(const std::filesystem::path& folder, int transactions);

/// A new database with a schema for each service, on the server of tests/support/with-postgres; its folder for what
/// lies beside. Skips the test, aloud, without a server.
class postgres_installation {
public:
  postgres_installation();
  data_place place() const { return {folder_ / "data", where_}; }

private:
  temporary_folder folder_;
  storage_location where_;
};

/// What each service holds, by "service.table".
std::map<std::string, table_content> contents_of(const data_place& place);

/// Moves everything; the caller finishes the target.
void move_everything(const data_place& from, data_target& to);

}  // namespace smartfin::testing
