#include "commands/demo.hpp"

#include <chrono>
#include <filesystem>
#include <iomanip>
#include <ostream>

#include "commands/demo_household.hpp"
#include "commands/demo_login.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr const char* demo_email = "demo@smartfin.example";
constexpr std::size_t password_bytes = 12;
constexpr std::int64_t transactions_max = 10'000'000;

fs::path beside(const fs::path& folder, const char* ending) {
  auto path = fs::weakly_canonical(folder);
  if (!path.has_filename()) path = path.parent_path();
  path += ending;
  return path;
}

/// Where the folder is made; goes, with what is in it, unless it was kept.
class unfinished_folder {
public:
  explicit unfinished_folder(fs::path path) : path_(std::move(path)) { fs::remove_all(path_); }
  ~unfinished_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  unfinished_folder(const unfinished_folder&) = delete;
  unfinished_folder& operator=(const unfinished_folder&) = delete;
  const fs::path& path() const { return path_; }
  void keep_as(const fs::path& name) { fs::rename(path_, name); }

private:
  fs::path path_;
};

civil_date clock_day() {
  return civil_date::of(
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
}

void make_demo(const demo::history_options& history, const fs::path& folder, std::ostream& out) {
  const auto begin = std::chrono::steady_clock::now();
  const secret password{random_token(password_bytes)};
  const auto log_in_file = beside(folder, ".demo-login");
  unfinished_folder making{beside(folder, ".demo-unfinished")};
  {
    const data_folder data{making.path(), beside(folder, ".master-key")};
    demo_household household{data, history.today};
    household.add_user(demo_email, password);
    household.fill_profile();
    household.write_ledger(history, [&](std::int64_t written) {
      out << "  " << written << " of " << history.transactions << " transactions" << std::endl;
    });
  }
  save_demo_login(log_in_file, {demo_email, password});
  making.keep_as(folder);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  out << std::fixed << std::setprecision(1) << "Demo household ready in " << took.count() << " s, "
      << std::setprecision(0) << static_cast<double>(history.transactions) / took.count()
      << " transactions/s.\n"
      << "Log in as " << demo_email << " with the password " << password.reveal() << "\n"
      << "Both are kept in " << log_in_file.string() << ", which only you can read." << std::endl;
}

int refuse(std::ostream& err, const std::string& sentence) {
  err << "smartfin: " << sentence << '\n';
  return 1;
}

}  // namespace

int run_demo(const demo_options& options, std::ostream& out, std::ostream& err) {
  const auto today = options.today.empty() ? clock_day() : civil_date::parse(options.today);
  if (!today) return refuse(err, "--today must be a day such as 2026-03-31");
  if (options.transactions < 1 || options.transactions > transactions_max)
    return refuse(err, "--transactions must be between 1 and " + std::to_string(transactions_max));
  try {
    const fs::path folder{options.data};
    if (fs::exists(folder) && !fs::is_empty(folder))
      return refuse(err,
                    folder.string() + " is there already; a demo never writes into other data");
    out << "Making a demo household of " << options.transactions << " transactions" << std::endl;
    make_demo({options.seed, options.transactions, *today}, folder, out);
  } catch (const storage_refusal& refused) {
    return refuse(err, refused.what());
  } catch (const storage_failure& failed) {
    return refuse(err, std::string{"the demo cannot be stored: "} + failed.what());
  } catch (const fs::filesystem_error& failed) {
    return refuse(err, std::string{"the demo cannot be stored: "} + failed.what());
  }
  return 0;
}

}  // namespace smartfin
