#pragma once

#include <memory>

#include "actors/service_deps.hpp"
#include "messages/file_keeping.hpp"
#include "storage/file/file_repository.hpp"
#include "storage/key_ring.hpp"
#include "storage/objects/sealed_object.hpp"
#include "supervisors/service_router.hpp"

namespace smartfin {

struct file_content_deps {
  service_deps store;
  service<file_keeper_actor> keeper;
  std::shared_ptr<object_store> objects;
};

struct file_content_parts {
  explicit file_content_parts(const file_content_deps& deps);

  sql_session session;
  std::unique_ptr<key_repository> key_rows;
  std::unique_ptr<file_repository> rows;
  key_ring keys;
};

struct file_content_state {
  std::unique_ptr<file_content_parts> parts;
  static inline const char* name = "contents";
};

/// One of FILE's workers: waits for the object store so that nobody else has to. Owns a connection that cannot write;
/// asks the writer before it stores a content and when it has. Forgets uploads that it had begun when it restarts, and
/// what they had stored is swept.
file_content_actor::behavior_type file_content_service(
    file_content_actor::stateful_pointer<file_content_state> self, file_content_deps deps);

}  // namespace smartfin
