#include "storage/data_folder.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fstream>

#include "storage/migrations.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

void open_once(const fs::path& folder, const fs::path& key = {}) {
  const data_folder held{folder, key};
}

/// Ends 0 when another process gets hold of the folder, 1 when it is refused.
int open_in_another_process(const fs::path& folder) {
  const auto child = ::fork();
  if (child == 0) {
    try {
      open_once(folder);
      ::_exit(0);
    } catch (const storage_refusal&) {
      ::_exit(1);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// The working directory for as long as it lives.
class working_in {
public:
  explicit working_in(const fs::path& folder) { fs::current_path(folder); }
  ~working_in() { fs::current_path(before_); }

private:
  fs::path before_ = fs::current_path();
};

}  // namespace

TEST_CASE("a first start makes the folder, a key beside it and one database per service") {
  const temporary_folder place;
  const auto folder = place / "new/data";
  const data_folder held{folder, {}};
  CHECK(fs::exists(place / "new/data.master-key"));
  for (const auto* service : {"auth", "profile", "finance", "prediction"})
    CHECK(fs::exists(held.folder() / (std::string{service} + ".db")));
}

TEST_CASE("the next start finds the same key") {
  const temporary_folder place;
  std::string sealed;
  {
    const data_folder held{place / "data", {}};
    sealed = held.keys().own().seal("words", "place");
  }
  const data_folder again{place / "data", {}};
  CHECK(again.keys().own().open(sealed, "place") == "words");
}

TEST_CASE("a folder in use is refused, to this process and to another") {
  const temporary_folder place;
  {
    const data_folder held{place / "data", {}};
    CHECK_THROWS_WITH(open_once(place / "data"), ContainsSubstring("in use by another SmartFin"));
    CHECK(open_in_another_process(place / "data") == 1);
  }
  CHECK(open_in_another_process(place / "data") == 0);
  CHECK_NOTHROW(open_once(place / "data"));
}

TEST_CASE("a key inside the data folder is refused, however its path is written") {
  const temporary_folder place;
  const auto data = place / "data";
  fs::create_directory(data);
  fs::create_directory_symlink(data, place / "link");
  const auto inside = ContainsSubstring("must not lie in the data folder");
  CHECK_THROWS_WITH(open_once(data, data / "key"), inside);
  CHECK_THROWS_WITH(open_once(data, place / "data/../data/./key"), inside);
  CHECK_THROWS_WITH(open_once(data, place / "link/key"), inside);
  CHECK_THROWS_WITH(open_once(place / "link", data / "key"), inside);
  const working_in there{data};
  CHECK_THROWS_WITH(open_once(".", "key"), inside);
  CHECK_THROWS_WITH(open_once(data, "key"), inside);
  CHECK_THROWS_WITH(open_once(data, "sub/key"), inside);
  CHECK_FALSE(fs::exists(data / "key"));
}

TEST_CASE("data without its key is refused and untouched, and opens when the key is back") {
  const temporary_folder place;
  const auto key = place / "data.master-key";
  open_once(place / "data");
  fs::rename(key, place / "away");
  CHECK_THROWS_WITH(open_once(place / "data"), ContainsSubstring("is missing"));
  CHECK_FALSE(fs::exists(key));
  fs::rename(place / "away", key);
  CHECK_NOTHROW(open_once(place / "data"));
}

TEST_CASE("a key that others may read is refused") {
  const temporary_folder place;
  open_once(place / "data");
  fs::permissions(place / "data.master-key", fs::perms::others_read, fs::perm_options::add);
  CHECK_THROWS_WITH(open_once(place / "data"), ContainsSubstring("chmod 600"));
}

TEST_CASE("a folder that cannot be made is refused with its path") {
  const temporary_folder place;
  std::ofstream{place / "file"} << "no folder";
  CHECK_THROWS_WITH(open_once(place / "file/data"), ContainsSubstring("file/data"));
  CHECK_THROWS_AS(open_once(place / "file"), storage_refusal);
}

TEST_CASE("data of a newer program is refused, and the folder is free again") {
  const temporary_folder place;
  const auto database = place / "data/profile.db";
  open_once(place / "data");
  soci::session session;
  open_sqlite(session, database, session_mode::write);
  session << "INSERT INTO schema_migrations(number, name, checksum) VALUES(99, 'later', 'x')";
  CHECK_THROWS_WITH(open_once(place / "data"), ContainsSubstring("use a newer program"));
  session << "DELETE FROM schema_migrations WHERE number = 99";
  CHECK_NOTHROW(open_once(place / "data"));
}

TEST_CASE("a file that is no database is refused with the service's name") {
  const temporary_folder place;
  open_once(place / "data");
  std::ofstream{place / "data/auth.db"} << std::string(8'192, 'x');
  CHECK_THROWS_WITH(open_once(place / "data"), ContainsSubstring("the data of auth"));
}
