#include "supervisors/own_thread.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace smartfin {
namespace {

// About a tenth of a call's share where both want a whole processor, and everything that calls leave.
constexpr int niceness_of_letters = 10;

}  // namespace

void prepare_thread(const std::string& name, urgency how) {
  ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str());
  // On Linux a priority is a thread's, whatever POSIX says.
  if (how == urgency::letter)
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness_of_letters);
}

}  // namespace smartfin
