#pragma once

#include <deque>
#include <memory>
#include <string>

#include "storage/transfer/data_place.hpp"
#include "storage/transfer/data_view.hpp"
#include "storage/transfer/service_shape.hpp"

namespace smartfin {

struct service_view {
  service_shape shape;
  std::unique_ptr<data_view> view;
};

/// All services' data, consistent with each other: nobody remembers more of another's events than the other has.
struct data_source {
  /// In the order of the views (snapshot_order.hpp); a service without data is left out, and one whose
  /// data lie on a server of their own.
  std::deque<service_view> services;
  std::string key_check;  ///< the data's proof of their master key
};

/// Whether nodes may be running on the data meanwhile.
enum class source_use { shared, alone };

/// Opens the views. In PostgreSQL all are of one moment; SQLite's are opened one after the other, in the order in which
/// that is consistent. With `alone` no node can write until the views go; for a folder, the caller holds its lock.
/// Throws
/// storage_refusal with a sentence: in use, nothing there, an unfinished move, a table that this program does not know,
/// a schema of a newer one; storage_failure when the data cannot be read.
data_source open_source(const data_place& place, source_use use);

}  // namespace smartfin
