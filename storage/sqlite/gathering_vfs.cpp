#include "storage/sqlite/gathering_vfs.hpp"

#include <sqlite3.h>

#include <mutex>
#include <new>
#include <vector>

namespace smartfin {
namespace {

constexpr const char* vfs_name = "smartfin-gathering";
// The system's file takes at most 128 KiB less one byte at a time.
constexpr std::size_t gathered_max = 120 << 10;

sqlite3_vfs* system_vfs = nullptr;

/// A write-ahead log; the system's own file follows in the same block of memory, which SQLite gives.
struct log_file {
  sqlite3_file base;
  std::vector<char>* gathered;
  sqlite3_int64 begins_at;

  sqlite3_file* system() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  const sqlite3_io_methods& call() { return *system()->pMethods; }

  int write_out() {
    if (gathered->empty()) return SQLITE_OK;
    const int status =
        call().xWrite(system(), gathered->data(), static_cast<int>(gathered->size()), begins_at);
    gathered
        ->clear();  // of a write that failed nothing may be written later, over what came after it
    return status;
  }
};

log_file& as_log(sqlite3_file* file) { return *reinterpret_cast<log_file*>(file); }

int write_log(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  auto& log = as_log(file);
  const auto end = log.begins_at + static_cast<sqlite3_int64>(log.gathered->size());
  if (at != end || log.gathered->size() + static_cast<std::size_t>(size) > gathered_max)
    if (const int status = log.write_out(); status != SQLITE_OK) return status;
  if (log.gathered->empty()) log.begins_at = at;
  const auto* first = static_cast<const char*>(bytes);
  try {
    log.gathered->insert(log.gathered->end(), first, first + size);
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
  return SQLITE_OK;
}

/// The system's own call, on a file that holds all that was written to it.
template <auto Method, class... Arguments>
int written_first(sqlite3_file* file, Arguments... arguments) {
  auto& log = as_log(file);
  if (const int status = log.write_out(); status != SQLITE_OK) return status;
  return (log.call().*Method)(log.system(), arguments...);
}

template <auto Method, class... Arguments>
int passed_on(sqlite3_file* file, Arguments... arguments) {
  auto& log = as_log(file);
  return (log.call().*Method)(log.system(), arguments...);
}

int close_log(sqlite3_file* file) {
  auto& log = as_log(file);
  const int written = log.write_out();
  delete log.gathered;
  const int closed = log.call().xClose(log.system());
  return written == SQLITE_OK ? closed : written;
}

using methods = sqlite3_io_methods;
constexpr methods log_methods = {
    .iVersion = 1,
    .xClose = close_log,
    .xRead = written_first<&methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = write_log,
    .xTruncate = written_first<&methods::xTruncate, sqlite3_int64>,
    .xSync = written_first<&methods::xSync, int>,
    .xFileSize = written_first<&methods::xFileSize, sqlite3_int64*>,
    .xLock = passed_on<&methods::xLock, int>,
    .xUnlock = passed_on<&methods::xUnlock, int>,
    .xCheckReservedLock = passed_on<&methods::xCheckReservedLock, int*>,
    .xFileControl = passed_on<&methods::xFileControl, int, void*>,
    .xSectorSize = passed_on<&methods::xSectorSize>,
    .xDeviceCharacteristics = passed_on<&methods::xDeviceCharacteristics>,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

// Every file but a write-ahead log is the system's own.
int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  if ((flags & SQLITE_OPEN_WAL) == 0)
    return system_vfs->xOpen(system_vfs, name, file, flags, flags_out);
  auto& log = *new (file) log_file{{nullptr}, new (std::nothrow) std::vector<char>, 0};
  if (!log.gathered) return SQLITE_NOMEM;
  const int status = system_vfs->xOpen(system_vfs, name, log.system(), flags, flags_out);
  if (status == SQLITE_OK) {
    log.base.pMethods = &log_methods;
  } else {
    delete log.gathered;
    log.base.pMethods = nullptr;
  }
  return status;
}

}  // namespace

const char* gathering_vfs() {
  static std::once_flag once;
  static sqlite3_vfs ours;
  std::call_once(once, [] {
    system_vfs = sqlite3_vfs_find(nullptr);
    if (!system_vfs) return;
    ours = *system_vfs;
    ours.pNext = nullptr;
    ours.zName = vfs_name;
    ours.szOsFile += static_cast<int>(sizeof(log_file));
    ours.xOpen = open_file;
    sqlite3_vfs_register(&ours, 0);
  });
  return system_vfs ? vfs_name : nullptr;
}

}  // namespace smartfin
