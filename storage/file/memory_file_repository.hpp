#pragma once

#include <map>
#include <memory>

#include "storage/file/file_repository.hpp"
#include "storage/memory/memory_service_state.hpp"

namespace smartfin {

/// FILE's store as one value.
struct memory_file_state : memory_service_state {
  struct content : content_row {
    std::int64_t links = 0;
    bool given_up = false;
  };
  std::map<file_id, file_row> files;
  std::map<std::string, content> contents;
  std::int64_t last_file = 0;
};

/// The state must outlive it.
std::unique_ptr<file_repository> make_memory_file_repository(memory_file_state& state);

}  // namespace smartfin
