#pragma once

#include "messages/files.hpp"

namespace smartfin {

// Between the workers that move contents and the writer that knows what there is.

/// Makes the key of the user, if there is none.
struct ready_file_key {
  call_context ctx;
};
struct begin_upload {
  call_context ctx;
  std::string content_tag;
  std::int64_t size = 0;
};
struct upload_plan {
  std::string object;
  bool is_stored = false;  // the user has a file with this content: nothing to write
};
struct record_file {
  call_context ctx;
  std::string object;
  std::string name;
  std::string media_type;
};
BOOST_DESCRIBE_STRUCT(upload_plan, (), (object, is_stored))

/// Contents that have belonged to no file since `before`.
struct give_up_contents {
  call_context ctx;
  instant before{};
  int limit = 0;
};
struct given_up_contents {
  std::vector<std::string> objects;
};
/// They are gone from the store.
struct forget_contents {
  call_context ctx;
  std::vector<std::string> objects;
};
BOOST_DESCRIBE_STRUCT(given_up_contents, (), (objects))

}  // namespace smartfin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::ready_file_key)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::begin_upload)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::upload_plan)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::record_file)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::give_up_contents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::given_up_contents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::forget_contents)

namespace smartfin {

/// The same for FILE's own workers. Contents are written between `begin_upload` and `record_file`, so that no file ever
/// lacks its content; one that was begun and never recorded is given up some time later.
using file_keeper_actor = file_actor::extend<
    // Idempotent.
    caf::replies_to<ready_file_key>::with<done>,
    // Errors: quota_exceeded.
    caf::replies_to<begin_upload>::with<upload_plan>,
    // Errors: upload_lost when the content was given up in between, quota_exceeded.
    caf::replies_to<record_file>::with<file_view>,
    // What it names belongs to no file from then on. Idempotent: until forgotten they are named again.
    caf::replies_to<give_up_contents>::with<given_up_contents>,
    // Idempotent.
    caf::replies_to<forget_contents>::with<done>>;

}  // namespace smartfin
