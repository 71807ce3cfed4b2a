#pragma once

#include <iosfwd>
#include <string>

namespace smartfin {

struct audit_verify_options {
  std::string log;         // the published log's folder
  std::string key;         // a verifier key as text; empty: the log's own file `key`
  std::string checkpoint;  // a file with a checkpoint of before; empty: none
};

/// Verifies everything below a published log's folder. 0 and one line on `out` when it is sound; 1 and a line for each
/// fault on `out`, beginning with the file, when it is not; 1 and a sentence on `err` when an option cannot be used.
int run_audit_verify(const audit_verify_options& options, std::ostream& out, std::ostream& err);

struct audit_key_options {
  std::string log;         // the published log's folder
  std::string master_key;  // the deployment's master key file; empty: the key is read from the log
};

/// Prints the verifier key of a log: the one that lies in its folder, or, with the master key, the one that the
/// deployment signs with under the name in the log's checkpoint. 1 with a sentence on `err` when there is none.
int run_audit_key(const audit_key_options& options, std::ostream& out, std::ostream& err);

}  // namespace smartfin
