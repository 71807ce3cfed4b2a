#include "commands/audit.hpp"

#include <ostream>

#include "storage/audit/audit_publisher.hpp"
#include "storage/audit/audit_verification.hpp"
#include "storage/storage_failure.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

/// Names and contents of a log's files are whatever an attacker put there: no control characters reach a terminal.
std::string printable(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

int refuse(std::ostream& err, const std::string& why) {
  err << "smartfin: " << why << "\n";
  return 1;
}

void print_faults(const verification& found, std::ostream& out) {
  for (const auto& fault : found.faults)
    out << printable(fault.file) << ": " << printable(fault.what) << "\n";
  if (found.has_more)
    out << "more than " << verification::faults_max << " faults: the rest was not looked at\n";
}

void print_sound(const log_head& head, bool continues, std::ostream& out) {
  out << "sound: " << head.size << " entries of " << printable(head.origin) << ", root "
      << hash_text(head.root) << (continues ? ", continues the earlier checkpoint" : "") << "\n";
}

std::string without_line_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

int run_audit_verify(const audit_verify_options& options, std::ostream& out, std::ostream& err) {
  verification_request request{options.log, {}, {}};
  if (!options.key.empty()) {
    request.key = note_key::parse(without_line_end(options.key));
    if (!request.key) return refuse(err, "--key is not a verifier key (name+id+key)");
  }
  if (!options.checkpoint.empty()) {
    request.earlier = read_log_file(options.checkpoint, note_size_max);
    if (!request.earlier) return refuse(err, options.checkpoint + " cannot be read");
  }
  const auto found = verify_log(request);
  if (found.is_sound())
    print_sound(*found.head, request.earlier.has_value(), out);
  else
    print_faults(found, out);
  return found.is_sound() ? 0 : 1;
}

int run_audit_key(const audit_key_options& options, std::ostream& out, std::ostream& err) {
  const fs::path log{options.log};
  if (options.master_key.empty()) {
    const auto key =
        note_key::parse(without_line_end(read_log_file(log / "key", note_size_max).value_or("")));
    if (!key) return refuse(err, "no verifier key in " + log.string());
    out << key->text() << "\n";
    return 0;
  }
  const auto note = read_log_file(log / "checkpoint", note_size_max);
  const auto head = note ? parse_checkpoint(*note) : std::nullopt;
  if (!head || !is_note_name(head->origin)) return refuse(err, "no checkpoint in " + log.string());
  try {
    const auto keys = vault::open(options.master_key, false);
    out << note_signer{head->origin, keys.derive(audit_signing_purpose)}.key().text() << "\n";
    return 0;
  } catch (const storage_refusal& refusal) {
    return refuse(err, refusal.what());
  }
}

}  // namespace smartfin
