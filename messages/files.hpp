#pragma once

#include <boost/describe/class.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/typed_actor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "messages/attachment.hpp"
#include "messages/call_context.hpp"
#include "messages/done.hpp"

namespace smartfin {

struct file_view {
  file_id id;
  std::string name;
  std::string media_type;
  std::int64_t size = 0;  // bytes
  /// The same for equal contents of one user, and for nothing else; also the ETag of the content.
  std::string content_tag;
  std::int64_t version = 0;
  instant created_at{};
};
BOOST_DESCRIBE_STRUCT(file_view, (), (id, name, media_type, size, content_tag, version, created_at))

/// A content to be kept under a name.
struct add_file {
  call_context ctx;
  std::string name;
  std::string declared_type;
  std::shared_ptr<const std::string> bytes;
};
struct read_file_part {
  call_context ctx;
  file_id id;
  std::int64_t offset = 0;
  std::int64_t size = 0;  // at most file_part_bytes_max
};
struct file_part {
  std::string bytes;
};
inline constexpr std::int64_t file_part_bytes_max = 1 << 20;

struct list_files {
  call_context ctx;
  std::int64_t before = 0;  // an id
  int limit = 50;
};
struct file_page {
  std::vector<file_view> items;
  std::int64_t bytes_used = 0;  // by all of the user's files
  std::int64_t bytes_max = 0;
  bool more = false;
};
struct find_file {
  call_context ctx;
  file_id id;
};
/// `version` 0 means any.
struct delete_file {
  call_context ctx;
  file_id id;
  std::int64_t version = 0;
};

// Between nodes, whose links carry `call_context` beside the JSON.
BOOST_DESCRIBE_STRUCT(add_file, (), (ctx, name, declared_type))
BOOST_DESCRIBE_STRUCT(read_file_part, (), (ctx, id, offset, size))
BOOST_DESCRIBE_STRUCT(file_part, (), ())
BOOST_DESCRIBE_STRUCT(list_files, (), (ctx, before, limit))
BOOST_DESCRIBE_STRUCT(file_page, (), (items, bytes_used, bytes_max, more))
BOOST_DESCRIBE_STRUCT(find_file, (), (ctx, id))
BOOST_DESCRIBE_STRUCT(delete_file, (), (ctx, id, version))
template <>
inline constexpr auto attachment_of<add_file> = &add_file::bytes;
template <>
inline constexpr auto attachment_of<file_part> = &file_part::bytes;

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::file_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::add_file)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::read_file_part)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::file_part)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::list_files)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::file_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::find_file)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::delete_file)

namespace smartfin {

/// FILE: what files there are, whose, and where their contents lie.
using file_actor = caf::typed_actor<
    // Ends the worker as a bug would. Only sent where faults are allowed.
    caf::replies_to<fail_on_purpose>::with<done>,
    // The caller's files, newest first. Idempotent.
    caf::replies_to<list_files>::with<file_page>,
    // Errors: file_not_found.
    caf::replies_to<find_file>::with<file_view>,
    // Errors: file_not_found, stale_version.
    caf::replies_to<delete_file>::with<done>>;

/// FILE's workers, which move contents to and from the object store.
using file_content_actor = caf::typed_actor<
    caf::replies_to<fail_on_purpose>::with<done>,
    // Keeps a content. Errors: type_not_accepted, quota_exceeded, infra's storage_failed when the store is away.
    caf::replies_to<add_file>::with<file_view>,
    // A part, shorter where the content ends. Idempotent. Errors: file_not_found, content_damaged, storage_failed.
    caf::replies_to<read_file_part>::with<file_part>>;

}  // namespace smartfin
