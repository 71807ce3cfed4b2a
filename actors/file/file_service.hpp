#pragma once

#include <memory>

#include "actors/writer_store.hpp"
#include "messages/file_keeping.hpp"
#include "storage/file/file_repository.hpp"

namespace smartfin {

struct file_deps {
  service_deps store;
  std::int64_t quota_bytes = 0;  ///< of one user
};

using file_keeper = file_keeper_actor::extend<caf::reacts_to<flush_batch>>;

struct file_parts : writer_store {
  explicit file_parts(const file_deps& deps);

  template <class T>
  using outcome = result<T, file_errc>;

  file_page list(const list_files& request);
  outcome<file_view> find(const find_file& request);
  outcome<done> remove(const delete_file& request);
  outcome<done> ready_key(const ready_file_key& request);
  outcome<upload_plan> begin(const begin_upload& request);
  outcome<file_view> record(const record_file& request);
  outcome<given_up_contents> give_up(const give_up_contents& request);
  outcome<done> forget(const forget_contents& request);

  std::unique_ptr<file_repository> rows;
  write_batch batch;

private:
  file_view view_of(const file_row& row);
  bool has_room(user_id user, std::int64_t size);

  std::int64_t quota_bytes_;
};

struct file_state {
  std::unique_ptr<file_parts> parts;
  static inline const char* name = "file";
};

/// FILE's writer. Owns what files there are. Talks to nobody and moves no contents. Forgets only unsealed keys when it
/// restarts.
file_keeper::behavior_type file_service(file_keeper::stateful_pointer<file_state> self,
                                        file_deps deps);

/// Where a file's sealed name lives: authenticated with it.
std::string file_name_place(file_id id);

}  // namespace smartfin
