#include "commands/migrate.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>

#include "actors/finance/ledger_reader.hpp"
#include "storage/postgres/postgres_session.hpp"
#include "storage/storage_failure.hpp"
#include "storage/transfer/data_source.hpp"
#include "storage/transfer/data_target.hpp"
#include "storage/transfer/landmarks.hpp"
#include "storage/transfer/object_files.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_scheme = "sqlite:";

data_place place_of(const std::string& option, const std::string& text,
                    const std::string& password_file) {
  if (text.starts_with("postgres://") || text.starts_with("postgresql://"))
    return {{}, {text, password_file}};
  const auto folder = text.starts_with(folder_scheme) ? text.substr(folder_scheme.size()) : "";
  if (folder.empty())
    throw storage_refusal{option + " must be sqlite:DIR or postgresql://HOST/DATABASE"};
  if (!password_file.empty())
    throw storage_refusal{option + "-password-file is for PostgreSQL only"};
  return {folder, {}};
}

/// The key lies beside a folder; between two databases there is none to lie beside.
fs::path key_file(const migrate_options& options, const data_place& from, const data_place& to) {
  if (!options.master_key.empty()) return options.master_key;
  const auto& folder = from.is_postgres() ? to.folder : from.folder;
  if (folder.empty())
    throw storage_refusal{"--master-key is needed where neither place is a folder"};
  return master_key_path(folder, {});
}

/// The books' hashes as FINANCE tells them.
std::vector<landmark> ledger_hashes(const service_database& finance, const vault& keys,
                                    const std::vector<std::int64_t>& books) {
  auto session = finance.open(session_mode::read);
  const auto repository = make_sql_ledger_repository(session);
  const auto wrapped = make_sql_key_repository(session);
  key_ring ring{keys, *wrapped, "finance/book"};
  ledger_reader reader{*repository, ring};
  std::vector<landmark> hashes;
  for (const auto book : books) {
    hash_ledger query;
    query.ctx.book = book_id{book};
    const auto found = reader.hash(query);
    hashes.push_back(
        {"ledger of book " + std::to_string(book),
         found ? std::to_string(found->transactions) + " transactions, hash " + found->hash
               : "none"});
  }
  return hashes;
}

void require_present_schema(const data_source& source) {
  const auto known = known_schemas();
  for (const auto& [shape, view] : source.services)
    if (shape.schema != known.at(shape.service))
      throw storage_refusal{"the data of " + shape.service + " have schema " +
                            std::to_string(shape.schema) +
                            ", which is older than this program's: start a node of this program "
                            "on them once, then move them"};
}

class move_run {
public:
  move_run(data_source& source, data_target& target, std::ostream& out)
      : source_(source), target_(target), out_(out) {}

  void move_rows() {
    for (const auto& [shape, view] : source_.services) {
      view->require_sound();
      checked_load load{target_, shape};
      read_rows(*view, shape, load);
      const auto tables = load.end();
      rows_ += rows_of(tables);
      for (const auto& table : tables) print(shape.service + '.' + table.table, table);
      compare(landmarks_of(*view, shape), landmarks_of(*target_.view(shape.service), shape));
    }
  }

  /// From folder to folder; with PostgreSQL they stay where they are. True when there are any that stay.
  bool copy_objects(const fs::path& from) {
    const object_files objects{from};
    std::uint64_t found = 0;
    objects.each([&](const std::string& name, const fs::path& file) {
      ++found;
      if (target_.folder().empty()) return;
      object_copy copy{target_.folder(), name};
      read_pieces(file, [&](byte_view bytes) { copy.add(bytes); });
      copy.end();
    });
    return found > 0 && target_.folder().empty();
  }

  void compare_ledgers(const service_database& finance, const vault& keys) {
    const auto service = std::ranges::find(source_.services, "finance",
                                           [](const auto& each) { return each.shape.service; });
    if (service == source_.services.end()) return;
    const auto books = books_in(*service->view);
    compare(ledger_hashes(finance, keys, books),
            ledger_hashes(target_.database("finance"), keys, books));
  }

  std::uint64_t rows() const { return rows_; }

private:
  void print(const std::string& name, const table_content& table) {
    out_ << name << ": " << table.rows << " rows";
    if (table.rows > 0) out_ << ", hash " << table.hash;
    out_ << '\n';
  }
  void compare(const std::vector<landmark>& before, const std::vector<landmark>& after) {
    for (const auto& each : before) {
      if (std::ranges::find(after, each) == after.end())
        throw storage_refusal{each.name + " is not the same after the move"};
      out_ << each.name << ": " << each.value << '\n';
    }
    out_.flush();
  }

  data_source& source_;
  data_target& target_;
  std::ostream& out_;
  std::uint64_t rows_ = 0;
};

void move_data(const migrate_options& options, std::ostream& out) {
  const auto from = place_of("--from", options.from, options.from_password_file);
  const auto to = place_of("--to", options.to, options.to_password_file);
  if (!from.where.password_file.empty()) check_password_file(from.where.password_file);
  if (!from.is_postgres() && !fs::is_directory(from.folder))
    throw storage_refusal{from.name() + " is no folder"};
  std::optional<folder_lock> lock;
  if (!from.is_postgres()) lock.emplace(from.folder);
  const auto keys = keys_of_data(from.folder, key_file(options, from, to), from.where);
  auto source = open_source(from, source_use::alone);
  require_present_schema(source);
  const auto target = open_target(to, options.start_over);
  move_run run{source, *target, out};
  run.move_rows();
  run.compare_ledgers(database_of(from.folder, from.where, "finance"), keys);
  const bool objects_stay = run.copy_objects(from.folder);
  target->finish(source.key_check);
  out << "Moved " << source.services.size() << " services, " << run.rows() << " rows, from "
      << from.name() << " to " << to.name() << ", and found the same there.\n"
      << "The master key stays where it is: put it where the node of the moved data looks for it.\n"
      << "The source is as it was; start no node on it any more." << std::endl;
  if (objects_stay)
    out << "The contents of files stay in " << (from.folder / objects_folder).string()
        << ": give the node this folder as its --data, or copy them." << std::endl;
}

}  // namespace

int run_migrate(const migrate_options& options, std::ostream& out, std::ostream& err) {
  const auto refuse = [&](const std::string& sentence) {
    err << "smartfin: " << sentence << '\n';
    return 1;
  };
  try {
    move_data(options, out);
    return 0;
  } catch (const storage_refusal& refused) {
    return refuse(refused.what());
  } catch (const storage_failure& failed) {
    return refuse(std::string{"the data cannot be moved: "} + failed.what());
  } catch (const fs::filesystem_error& failed) {
    return refuse(failed.what());
  }
}

}  // namespace smartfin
