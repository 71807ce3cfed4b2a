#include <caf/event_based_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <catch2/catch_test_macros.hpp>

#include "messages/errors.hpp"
#include "messages/files.hpp"
#include "messages/imports.hpp"
#include "tests/cluster/two_nodes.hpp"
#include "tests/support/resident_memory.hpp"

using namespace smartfin;
using namespace smartfin::testing;

namespace {

/// A file of any size that is nowhere: its bytes follow from their places.
class endless_file final : public scratch_file {
public:
  explicit endless_file(std::uint64_t size = 0) : size_(size) {}
  static char at(std::uint64_t place) {
    return static_cast<char>((place * 31 + place / 251) & 127);
  }

  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t from, std::span<char> to) const override {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(to.size(), size_ - from));
    for (std::size_t i = 0; i < count; ++i) to[i] = at(from + i);
    return count;
  }
  /// Keeps nothing, and notes whether it was what stands there.
  void append(std::string_view bytes) override {
    for (const char byte : bytes) is_right_ = is_right_ && byte == at(size_++);
  }
  bool is_right() const { return is_right_; }

private:
  std::uint64_t size_ = 0;
  bool is_right_ = true;
};

/// Says how many bytes came, and whether they were right.
import_actor::behavior_type weighing_importer(import_actor::pointer) {
  return {[](const fail_on_purpose&) { return done{}; },
          [](const import_file& request) {
            import_view view;
            view.rows_read = static_cast<std::int64_t>(request.bytes->size());
            const auto* kept = dynamic_cast<const endless_file*>(request.bytes.get());
            view.format = kept != nullptr && kept->is_right() ? "right" : "wrong";
            return view;
          }};
}

import_file file_of(std::uint64_t size) {
  import_file request;
  request.ctx = patient_context();
  request.content_type = "text/csv";
  request.bytes = std::make_shared<endless_file>(size);
  return request;
}

void spool_nowhere(link_options& options) {
  options.open_scratch = [] { return std::make_shared<endless_file>(); };
}

}  // namespace

TEST_CASE("a file of a quarter of a GiB crosses a link in the memory of a small one") {
  two_nodes nodes{spool_nowhere};
  nodes.beta.offer("importer", nodes.beta.system->spawn(weighing_importer));
  const auto proxy = nodes.alpha.proxy<import_actor>("beta", "importer");
  const auto small = ask<import_view>(*nodes.alpha.system, proxy, file_of(4 << 20));
  REQUIRE(small);
  CHECK(small->rows_read == 4 << 20);
  const test::resident_memory memory;
  const auto large = ask<import_view>(*nodes.alpha.system, proxy, file_of(256 << 20));
  REQUIRE(large);
  CHECK(large->rows_read == 256 << 20);
  CHECK(large->format == "right");
  CHECK(memory.grew_by_less_than(48 << 10));
}

TEST_CASE("small requests are answered while a large file is on its way") {
  two_nodes nodes{spool_nowhere};
  nodes.beta.offer("importer", nodes.beta.system->spawn(weighing_importer));
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile));
  const auto importer = nodes.alpha.proxy<import_actor>("beta", "importer");
  const auto profile = nodes.alpha.proxy<profile_actor>("beta", "profile");
  std::atomic<bool> is_imported{false};
  std::promise<std::string> format;
  nodes.alpha.system->spawn([&](caf::event_based_actor* self) {
    self->request(importer, caf::infinite, file_of(64 << 20))
        .then(
            [&](const import_view& view) {
              is_imported = true;
              format.set_value(view.format);
            },
            [&](caf::error&) { format.set_value("error"); });
  });
  int answered = 0;
  while (!is_imported && answered < 1'000'000)
    if (ask<versioned_profile>(*nodes.alpha.system, profile, find_profile{patient_context()}))
      ++answered;
  CHECK(answered > 0);
  CHECK(format.get_future().get() == "right");
}

TEST_CASE("a file that is larger than a link takes is not sent") {
  two_nodes nodes{[](link_options& options) { options.limits.upload_bytes_max = 1 << 20; }};
  nodes.beta.offer("importer", nodes.beta.system->spawn(weighing_importer));
  const auto proxy = nodes.alpha.proxy<import_actor>("beta", "importer");
  caf::error error;
  CHECK_FALSE(ask<import_view>(*nodes.alpha.system, proxy, file_of((1 << 20) + 1), &error));
  CHECK(error == make_error(infra_errc::internal));
}

TEST_CASE("where there is no room for a file its sender is told, and the link goes on") {
  two_nodes nodes{[](link_options& options) {
    options.open_scratch = []() -> std::shared_ptr<scratch_file> { throw no_room{"full"}; };
  }};
  nodes.beta.offer("importer", nodes.beta.system->spawn(weighing_importer));
  nodes.beta.offer("profile", nodes.beta.system->spawn(echo_profile));
  const auto proxy = nodes.alpha.proxy<import_actor>("beta", "importer");
  caf::error error;
  CHECK_FALSE(ask<import_view>(*nodes.alpha.system, proxy, file_of(8 << 20), &error));
  CHECK(error == make_error(infra_errc::overloaded));
  CHECK(eventually_answered(nodes.alpha, nodes.alpha.proxy<profile_actor>("beta", "profile")));
}

TEST_CASE("a large text arrives whole in the memory of its reader") {
  two_nodes nodes;
  nodes.beta.offer(
      "file_contents",
      nodes.beta.system->spawn(
          [](file_content_actor::pointer) -> file_content_actor::behavior_type {
            return {[](const fail_on_purpose&) { return done{}; },
                    [](const add_file& request) {
                      file_view view;
                      view.name = request.name;
                      view.content_tag = *request.bytes;
                      return view;
                    },
                    [](const read_file_part& request) {
                      return file_part{std::string(static_cast<std::size_t>(request.size), '\xff')};
                    }};
          }));
  const auto proxy = nodes.alpha.proxy<file_content_actor>("beta", "file_contents");
  const auto bytes = std::make_shared<const std::string>(3 << 20, 'b');
  const auto kept =
      ask<file_view>(*nodes.alpha.system, proxy, add_file{patient_context(), "n", "t", bytes});
  REQUIRE(kept);
  CHECK(kept->content_tag == *bytes);
  const auto part = ask<file_part>(*nodes.alpha.system, proxy,
                                   read_file_part{patient_context(), file_id{1}, 0, 1 << 20});
  REQUIRE(part);
  CHECK(part->bytes == std::string(1 << 20, '\xff'));
}
