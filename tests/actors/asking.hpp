#pragma once

#include <caf/event_based_actor.hpp>
#include <caf/typed_actor.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "domain/result.hpp"
#include "messages/errors.hpp"
#include "tests/supervisors/virtual_system.hpp"

namespace smartfin::testing {

template <class Reply>
using answer = std::optional<result<Reply, caf::error>>;

/// Sends the requests one behind the other, without waiting in between, lets everything run, and
/// returns the answers in the order of the requests; nothing where none came.
template <class Reply, class Actor, class Request>
std::vector<answer<Reply>> ask_all(virtual_system& world, const Actor& whom,
                                   const std::vector<Request>& requests) {
  const auto answers = std::make_shared<std::vector<answer<Reply>>>(requests.size());
  world.actors().spawn([&](caf::event_based_actor* self) {
    for (std::size_t i = 0; i < requests.size(); ++i)
      self->request(whom, caf::infinite, requests[i])
          .then([answers, i](const Reply& reply) { (*answers)[i].emplace(reply); },
                [answers, i](const caf::error& error) { (*answers)[i].emplace(failure{error}); });
  });
  world.drain();
  return *answers;
}

/// The same for one request, which must be answered.
template <class Reply, class Actor, class Request>
result<Reply, caf::error> ask(virtual_system& world, const Actor& whom, const Request& request) {
  return ask_all<Reply>(world, whom, std::vector{request}).front().value();
}

/// Whether the answer is this refusal or outage.
template <class Reply, class Code>
bool refused(const result<Reply, caf::error>& given, Code code) {
  return !given && given.error() == make_error(code);
}
template <class Reply, class Code>
bool refused(const answer<Reply>& given, Code code) {
  return given && refused(*given, code);
}

}  // namespace smartfin::testing
