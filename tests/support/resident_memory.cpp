#include "tests/support/resident_memory.hpp"

#include <unistd.h>

#include <fstream>
#include <iostream>

namespace smartfin::test {
namespace {

long resident_kib() {
  std::ifstream file{"/proc/self/statm"};
  long pages = 0, resident = 0;
  file >> pages >> resident;
  return resident * (::sysconf(_SC_PAGESIZE) >> 10);
}

}  // namespace

resident_memory::resident_memory() : before_kib_(resident_kib()) {}

bool resident_memory::grew_by_less_than(long kib) const {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  std::clog << "a sanitizer keeps what was freed: the bound on memory is not looked at\n";
  return kib >= 0 && before_kib_ >= 0;
#else
  return resident_kib() - before_kib_ < kib;
#endif
}

}  // namespace smartfin::test
