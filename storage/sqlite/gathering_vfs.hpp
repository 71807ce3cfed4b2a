#pragma once

namespace smartfin {

/// Registers, once, SQLite's own access to files with one difference, and returns its name: what is written to a
/// write-ahead log is gathered in memory, and goes to the file as one write when it is synced, read or closed, or when
/// 120 KiB of it have come together. SQLite itself writes a frame in two small pieces, which costs a busy writer a
/// fifth of its time.
///
/// Only for connections with `PRAGMA synchronous=FULL`: with it SQLite syncs a log before it lets any other connection
/// see what was committed, so that nobody looks for frames in the file before they are there. What a crash takes from
/// memory was not synced, and would have been as lost in the file. A write that fails shows at the sync, with the same
/// result code, and the commit fails. Returns nullptr when SQLite has no file system to build on.
const char* gathering_vfs();

}  // namespace smartfin
