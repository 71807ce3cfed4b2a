#include <caf/stateful_actor.hpp>
#include <catch2/catch_test_macros.hpp>
#include <map>

#include "actors/file/file_content_service.hpp"
#include "actors/file/file_service.hpp"
#include "actors/file/file_sweeper.hpp"
#include "storage/data_folder.hpp"
#include "storage/storage_failure.hpp"
#include "tests/actors/asking.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

constexpr instant noon{std::chrono::hours{12}};

/// Objects in memory, with outages as the test likes.
class fake_objects final : public object_store {
public:
  void put(const std::string& name, byte_stream& content) override {
    std::string bytes;
    unsigned char piece[1'000];
    while (const auto got = content.read(piece))
      bytes.append(reinterpret_cast<const char*>(piece), got);
    if (before_put) std::exchange(before_put, {})();
    if (out) throw storage_failure{"out"};
    held[name] = std::move(bytes);
  }
  std::optional<std::string> read(const std::string& name, byte_range part) override {
    if (out) throw storage_failure{"out"};
    const auto found = held.find(name);
    if (found == held.end()) return std::nullopt;
    return found->second.substr(std::min<std::size_t>(part.offset, found->second.size()),
                                part.size);
  }
  std::optional<std::uint64_t> size_of(const std::string&) override { return std::nullopt; }
  void remove(const std::string& name) override {
    if (out) throw storage_failure{"out"};
    held.erase(name);
  }
  std::vector<std::string> list(const std::string&, const std::string&, std::size_t) override {
    return {};
  }
  object_counts counts() const override { return {"fake", 0, 0, 0, 0, true}; }

  std::map<std::string, std::string> held;
  std::function<void()> before_put;
  bool out = false;
};

/// FILE on one thread.
struct file_rig {
  temporary_folder place;
  data_folder data{place / "data", {}};
  virtual_system world;
  std::shared_ptr<fake_objects> objects = std::make_shared<fake_objects>();
  instant now = noon;
  std::shared_ptr<service_router> router =
      std::make_shared<service_router>(world.actors(), router_options{.name = "file"});
  service_deps deps{data.database("file"), &data.keys(), {}};
  file_keeper keeper = world.actors().spawn(file_service, file_deps{deps, 1'000});
  file_content_actor contents = world.actors().spawn(
      file_content_service, file_content_deps{deps, service<file_keeper_actor>{router}, objects});

  file_rig() { router->worker(0).bind(caf::actor_cast<caf::strong_actor_ptr>(keeper)); }
  ~file_rig() {
    router->close();
    for (const auto& each :
         {caf::actor_cast<caf::actor>(keeper), caf::actor_cast<caf::actor>(contents),
          caf::actor_cast<caf::actor>(sweeper)})
      if (each) caf::anon_send_exit(each, caf::exit_reason::kill);
    world.drain();
  }

  call_context context(const std::string& key = {}) const {
    call_context ctx;
    ctx.who.user = {7};
    ctx.now = now;
    ctx.idempotency_key = key;
    ctx.request_digest = key;
    return ctx;
  }
  result<file_view, caf::error> add(const std::string& text, const std::string& key = {}) {
    return ask<file_view>(
        world, contents,
        add_file{context(key), "a.txt", "text/plain", std::make_shared<const std::string>(text)});
  }
  result<file_part, caf::error> read(file_id id) {
    return ask<file_part>(world, contents, read_file_part{context(), id, 0, 1'000});
  }
  result<done, caf::error> remove(file_id id) {
    return ask<done>(world, keeper, delete_file{context(), id, 1});
  }
  /// Starts the sweeper, which looks at once, and once a minute from then on.
  void start_sweeper() {
    file_sweeper_deps sweeping{service<file_keeper_actor>{router}, objects, [this] { return now; }};
    sweeping.after = 60min;
    sweeping.every = 100ms;
    sweeper = world.actors().spawn(file_sweeper, sweeping);
    world.drain();
  }
  file_sweeper_actor sweeper;
};

}  // namespace

TEST_CASE("a content is swept an hour after its last file is gone, and not before") {
  file_rig rig;
  const auto first = rig.add("one text")->id;
  const auto second = rig.add("one text")->id;
  CHECK(rig.objects->held.size() == 1);
  rig.start_sweeper();
  CHECK(rig.remove(first));
  rig.now += 2h;
  rig.world.pass(100ms);
  CHECK(rig.read(second)->bytes == "one text");
  CHECK(rig.remove(second));
  rig.now += 59min;
  rig.world.pass(100ms);
  CHECK(rig.objects->held.size() == 1);
  rig.now += 2min;
  rig.world.pass(100ms);
  CHECK(rig.objects->held.empty());
  CHECK(rig.add("one text"));
}

TEST_CASE("what the store keeps while it is away is swept when it is back") {
  file_rig rig;
  CHECK(rig.remove(rig.add("one text")->id));
  rig.now += 2h;
  rig.objects->out = true;
  rig.start_sweeper();
  CHECK(rig.objects->held.size() == 1);
  rig.objects->out = false;
  rig.world.pass(100ms);
  CHECK(rig.objects->held.empty());
}

TEST_CASE("an upload that its store did not take leaves no file, and can be repeated") {
  file_rig rig;
  rig.objects->out = true;
  CHECK(refused(rig.add("text", "key"), infra_errc::storage_failed));
  CHECK(ask<file_page>(rig.world, rig.keeper, list_files{rig.context(), 1'000, 10})->items.empty());
  rig.objects->out = false;
  const auto added = rig.add("text", "key");
  REQUIRE(added);
  CHECK(rig.add("text", "key")->id == added->id);
  CHECK(rig.read(added->id)->bytes == "text");
}

TEST_CASE("an upload so slow that its content was given up is written once more") {
  file_rig rig;
  rig.objects->before_put = [&rig] {
    rig.now += 2h;
    file_sweeper_deps sweeping{service<file_keeper_actor>{rig.router}, rig.objects,
                               [&rig] { return rig.now; }};
    sweeping.after = 60min;
    rig.sweeper = rig.world.actors().spawn(file_sweeper, sweeping);
  };
  // The sweeper's question stands before the upload's last step.
  const auto added = rig.add("text");
  REQUIRE(added);
  CHECK(rig.read(added->id)->bytes == "text");
}

TEST_CASE("a content whose last file goes while it is uploaded again is there for the new file") {
  file_rig rig;
  const auto first = rig.add("text")->id;
  const auto plan = ask<upload_plan>(rig.world, rig.keeper,
                                     begin_upload{rig.context(), rig.add("text")->content_tag, 4});
  REQUIRE(plan);
  CHECK(plan->is_stored);
  CHECK(rig.remove(first));
  CHECK(rig.remove({first.value + 1}));
  rig.now += 2h;
  rig.start_sweeper();
  CHECK(refused(ask<file_view>(rig.world, rig.keeper,
                               record_file{rig.context(), plan->object, "a.txt", "text/plain"}),
                file_errc::upload_lost));
  CHECK(rig.read(rig.add("text")->id)->bytes == "text");
}

TEST_CASE("nobody records a file on a content of somebody else's") {
  file_rig rig;
  const auto tag = rig.add("text")->content_tag;
  const auto plan = ask<upload_plan>(rig.world, rig.keeper, begin_upload{rig.context(), tag, 4});
  auto other = rig.context();
  other.who.user = {8};
  CHECK(refused(ask<file_view>(rig.world, rig.keeper,
                               record_file{other, plan->object, "a.txt", "text/plain"}),
                file_errc::upload_lost));
}

TEST_CASE("two uploads that together pass the quota are not both recorded") {
  file_rig rig;
  const auto begin = [&](const char* tag) {
    return ask<upload_plan>(rig.world, rig.keeper, begin_upload{rig.context(), tag, 600});
  };
  const auto one = begin("one"), two = begin("two");
  REQUIRE((one && two));
  const auto record = [&](const std::string& object) {
    return ask<file_view>(rig.world, rig.keeper,
                          record_file{rig.context(), object, "a.txt", "text/plain"});
  };
  CHECK(record(one->object));
  CHECK(refused(record(two->object), file_errc::quota_exceeded));
  CHECK(refused(begin("three"), file_errc::quota_exceeded));
}
