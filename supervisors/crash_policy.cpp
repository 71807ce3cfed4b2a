#include "supervisors/crash_policy.hpp"

#include <cxxabi.h>

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/error.hpp>
#include <caf/message.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/sec.hpp>
#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>
#include <utility>

namespace smartfin::detail {

/// Rides in the context of an error. A type of its own, so that no other text is ever taken for it.
struct exception_note {
  std::string type;
};

}  // namespace smartfin::detail

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(smartfin::detail::exception_note)

namespace smartfin {

namespace {

std::string readable_name(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name{
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free};
  return status == 0 ? std::string{name.get()} : std::string{type.name()};
}

/// To be called while an exception is being handled.
std::string current_exception_name() {
  const auto* type = abi::__cxa_current_exception_type();
  return type ? readable_name(*type) : std::string{"unknown exception"};
}

std::string type_names(const caf::type_erased_tuple& content) {
  std::string names;
  for (std::size_t i = 0; i < content.size(); ++i) {
    const auto type = content.type(i);
    if (i > 0) names += ", ";
    names += type.second ? readable_name(*type.second) : "type " + std::to_string(type.first);
  }
  return names;
}

}  // namespace

void apply_crash_policy(caf::scheduled_actor* self, crash_report report,
                        std::function<void()> last_act) {
  if (!report) report = [](std::string_view, std::string_view) {};
  self->set_exception_handler([report, last_act = std::move(last_act)](caf::scheduled_actor* who,
                                                                       std::exception_ptr& thrown) {
    if (last_act) last_act();
    std::string type;
    try {
      std::rethrow_exception(thrown);
    } catch (...) {
      type = current_exception_name();
    }
    report(who->name(), "ended by " + type);
    return caf::make_error(caf::sec::runtime_error, detail::exception_note{std::move(type)});
  });
  self->set_default_handler(
      [report](caf::scheduled_actor* who, caf::message_view& met) -> caf::result<caf::message> {
        report(who->name(), "no handler for (" + type_names(met.content()) + ")");
        return caf::sec::unexpected_message;
      });
  self->set_down_handler([](caf::scheduled_actor*, caf::down_msg&) {});
}

std::string noted_exception(const caf::error& reason) {
  if (!reason || !reason.context().match_elements<detail::exception_note>()) return {};
  return reason.context().get_as<detail::exception_note>(0).type;
}

}  // namespace smartfin
