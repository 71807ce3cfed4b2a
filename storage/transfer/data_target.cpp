#include "storage/transfer/data_target.hpp"

#include <fstream>

#include "storage/backup/unfinished.hpp"
#include "storage/postgres/postgres_key_check.hpp"
#include "storage/postgres/postgres_session.hpp"
#include "storage/postgres/unfinished_move.hpp"
#include "storage/sqlite/sqlite_session.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

void require_free(const fs::path& folder) {
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    throw storage_refusal{folder.string() + " is not empty; data never go into other data"};
}

/// Made beside its name.
class folder_target final : public data_target {
public:
  explicit folder_target(const fs::path& folder) : making_((require_free(folder), folder)) {}

  std::unique_ptr<data_loader> load(const service_shape& shape) override {
    return open_sqlite_loader(file_of(shape.service), shape);
  }
  service_database database(const std::string& service) const override {
    return sqlite_database(file_of(service));
  }
  std::unique_ptr<data_view> view(const std::string& service) const override {
    return open_sqlite_view(file_of(service));
  }
  fs::path folder() const override { return making_.path(); }

  void finish(const std::string& key_check) override {
    if (!key_check.empty()) {
      auto file = file_descriptor::make(folder() / "key-check");
      file.write({reinterpret_cast<const unsigned char*>(key_check.data()), key_check.size()});
      file.sync();
    }
    making_.keep();
  }

private:
  fs::path file_of(const std::string& service) const { return making_.path() / (service + ".db"); }

  unfinished_folder making_;
};

/// Marked as unfinished in AUTH's schema from before the first table until after the last row.
class postgres_target final : public data_target {
public:
  postgres_target(const data_place& place, bool start_over)
      : place_(place), mark_(database("auth")) {
    mark_.make(start_over);
    for (const auto& each : service_schemas()) {
      if (may_come_later(each.service, place_.where)) continue;
      if (start_over) remove_everything(database(each.service));
      if (!holds_nothing(database(each.service))) refuse(each.service);
    }
  }

  std::unique_ptr<data_loader> load(const service_shape& shape) override {
    return open_postgres_loader(database(shape.service), shape);
  }
  service_database database(const std::string& service) const override {
    return database_of(place_.folder, place_.where, service);
  }
  std::unique_ptr<data_view> view(const std::string& service) const override {
    auto view = open_postgres_view(database(service));
    view->begin({});
    return view;
  }
  fs::path folder() const override { return place_.folder; }
  void finish(const std::string& key_check) override { mark_.remove_for(key_check); }

private:
  [[noreturn]] void refuse(const std::string& service) {
    mark_.take_back();
    throw storage_refusal{"PostgreSQL holds tables of " + service +
                          " already; data never go into other data"};
  }

  data_place place_;
  unfinished_move mark_;
};

}  // namespace

std::unique_ptr<data_target> open_target(const data_place& place, bool start_over) {
  if (!place.is_postgres()) return std::make_unique<folder_target>(place.folder);
  if (!place.where.password_file.empty()) check_password_file(place.where.password_file);
  return std::make_unique<postgres_target>(place, start_over);
}

checked_load::checked_load(data_target& target, service_shape shape)
    : target_(target),
      shape_(std::move(shape)),
      came_(shape_),
      loader_(target.load(shape_)),
      fork_(came_, *loader_) {}

std::vector<table_content> checked_load::end() {
  loader_->end();
  loader_.reset();
  content_meter found{shape_};
  read_rows(*target_.view(shape_.service), shape_, found);
  auto came = came_.end();
  const auto there = found.end();
  for (std::size_t i = 0; i < came.size(); ++i)
    if (came[i] != there[i])
      throw storage_refusal{"the table " + came[i].table + " of " + shape_.service +
                            " does not hold what was loaded"};
  return came;
}

}  // namespace smartfin
