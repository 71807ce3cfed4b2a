#pragma once

#include <stdexcept>

namespace smartfin {

/// A store that cannot do its work now: full disk, lost file, broken connection. Thrown by repositories, turned into an
/// outage by whoever owns the unit of work. The text is for the operator's log and holds no personal data.
class storage_failure : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Another process wrote the same at the same moment and was first. Nothing of this write is there, and the transaction
/// goes on; whoever tries again finds what the other has written.
class storage_conflict : public storage_failure {
public:
  using storage_failure::storage_failure;
};

/// A store that must not be used: a newer schema than this program knows, a migration that was changed after it ran, a
/// master key that does not fit. Ends the start of the node with its text.
class storage_refusal : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

}  // namespace smartfin
