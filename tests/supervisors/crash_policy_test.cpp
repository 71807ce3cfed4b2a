#include "supervisors/crash_policy.hpp"

#include <catch2/catch_test_macros.hpp>

#include "supervisors/supervisor.hpp"
#include "tests/supervisors/fragile_worker.hpp"
#include "tests/supervisors/virtual_system.hpp"

using namespace smartfin;
using namespace smartfin::testing;
using namespace std::chrono_literals;

namespace {

struct private_letter {
  std::string text;
};

}  // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(private_letter)

namespace {

struct policy_rig {
  virtual_system world;
  std::vector<std::string> reports;

  caf::actor worker() {
    return world.actors().spawn([this](caf::event_based_actor* self) -> caf::behavior {
      apply_crash_policy(
          self, [this](std::string_view, std::string_view what) { reports.emplace_back(what); });
      return {[](const echo& asked) -> int {
        if (asked.value == 0) throw std::out_of_range{"account 12-34 of Jane Doe"};
        if (asked.value == 1) throw 42;
        return asked.value;
      }};
    });
  }

  template <class... Ts>
  caf::error ask(const caf::actor& whom, Ts... content) {
    caf::error answer;
    world.actors().spawn([&](caf::event_based_actor* self) {
      apply_crash_policy(self);
      self->request(whom, 10s, std::move(content)...)
          .then([](int) {}, [&](caf::error& error) { answer = std::move(error); });
    });
    world.drain();
    return answer;
  }
};

}  // namespace

TEST_CASE("an exception answers runtime error and keeps its type, never its text") {
  policy_rig rig;
  const auto error = rig.ask(rig.worker(), echo{0});
  CHECK(error == caf::sec::runtime_error);
  CHECK(noted_exception(error) == "std::out_of_range");
  CHECK(rig.world.actors().render(error).find("Jane") == std::string::npos);
  CHECK(reason_text(rig.world.actors(), error).find("std::out_of_range") != std::string::npos);
  CHECK(rig.reports == std::vector<std::string>{"ended by std::out_of_range"});
}

TEST_CASE("something thrown that is no exception ends the actor the same way") {
  policy_rig rig;
  const auto error = rig.ask(rig.worker(), echo{1});
  CHECK(error == caf::sec::runtime_error);
  CHECK(noted_exception(error) == "int");
}

TEST_CASE("a message without handler is answered, reported by type only, and survived") {
  policy_rig rig;
  const auto worker = rig.worker();
  CHECK(rig.ask(worker, private_letter{"Dear Jane"}) == caf::sec::unexpected_message);
  CHECK(rig.ask(worker, std::string{"Dear Jane"}, 7) == caf::sec::unexpected_message);
  REQUIRE(rig.reports.size() == 2);
  CHECK(rig.reports[0].find("private_letter") != std::string::npos);
  for (const auto& report : rig.reports) CHECK(report.find("Jane") == std::string::npos);
  CHECK_FALSE(rig.ask(worker, echo{5}));
}

TEST_CASE("an ordinary error's context never shows in a reason") {
  policy_rig rig;
  const auto error = caf::make_error(caf::sec::runtime_error, std::string{"Jane Doe"});
  CHECK(noted_exception(error).empty());
  CHECK(reason_text(rig.world.actors(), error).find("Jane") == std::string::npos);
  CHECK(reason_text(rig.world.actors(), {}) == "normal");
  CHECK(reason_text(rig.world.actors(), supervision_errc::gave_up) == "gave up");
}
