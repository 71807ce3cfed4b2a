#include "cluster/identity/credential_check.hpp"

#include <algorithm>
#include <mutex>

#include "cluster/identity/service_credential.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin {

credential_check::credential_check(std::filesystem::path bundle_file, credential_rules rules,
                                   credential_memory memory)
    : rules_(rules),
      verdicts_(memory.verdicts_max),
      certificates_(memory.certificates_max),
      file_(std::move(bundle_file), false, [this](const std::string& pem) { use(pem); }) {
  file_.read();
}

void credential_check::use(const std::string& pem) {
  auto fresh = std::make_shared<const trust_bundle>(trust_bundle::from_pem(pem));
  const std::unique_lock lock{guard_};
  // What was believed because of an authority that is gone is believed no more.
  trusted_ = std::move(fresh);
  verdicts_.clear();
  certificates_.clear();
}

result<std::string_view, trust_errc> credential_check::check(std::string_view credential,
                                                             std::string_view audience,
                                                             instant now) {
  if (credential.empty()) return failure{trust_errc::no_credential};
  file_.refresh(now);
  if (const auto known = recall(credential)) return good_now(*known, audience, now);
  const auto proved = prove(credential, audience, now);
  if (!proved) return failure{proved.error()};
  return good_now(*proved, audience, now);
}

result<std::string_view, trust_errc> credential_check::good_now(const verdict& proved,
                                                                std::string_view audience,
                                                                instant now) const {
  if (proved.audience != audience) return failure{trust_errc::wrong_audience};
  const auto timely = check_time(proved.valid, now, rules_.skew);
  if (!timely) return failure{timely.error()};
  return proved.service;
}

std::optional<credential_check::verdict> credential_check::recall(
    std::string_view credential) const {
  const std::shared_lock lock{guard_};
  const auto* found = verdicts_.find(credential);
  return found ? std::optional{*found} : std::nullopt;
}

result<credential_check::verdict, trust_errc> credential_check::prove(std::string_view credential,
                                                                      std::string_view audience,
                                                                      instant now) {
  // What costs nothing is asked first: only a credential that could be good is worth its two signatures.
  const auto parts = parse_credential(credential);
  if (!parts) return failure{trust_errc::malformed};
  const auto& claims = parts->claims;
  if (claims.expires - claims.issued > rules_.lifetime_max)
    return failure{trust_errc::lives_too_long};
  const auto callee = service_named(audience);
  if (claims.audience != audience || !callee) return failure{trust_errc::wrong_audience};
  const validity claimed{claims.issued, claims.expires};
  if (const auto timely = check_time(claimed, now, rules_.skew); !timely)
    return failure{timely.error()};

  std::shared_lock reading{guard_};
  const auto trusted = trusted_;
  reading.unlock();
  auto signer = signer_of(*parts, *trusted);
  if (!signer) return failure{signer.error()};
  if (!signer->proof.verify(parts->signed_text, parts->signature))
    return failure{trust_errc::bad_signature};
  const verdict proved{
      signer->service,
      *callee,
      {std::max(claimed.from, signer->valid.from), std::min(claimed.until, signer->valid.until)}};
  const std::unique_lock writing{guard_};
  if (trusted_ == trusted) {  // else by authorities that may be believed no more
    verdicts_.put(std::string{credential}, proved);
    certificates_.put(std::string{parts->certificate}, *std::move(signer));
  }
  return proved;
}

result<credential_check::known_service, trust_errc> credential_check::signer_of(
    const credential_parts& parts, const trust_bundle& trusted) const {
  const auto claimed = parts.claims.issuer;
  {
    const std::shared_lock lock{guard_};
    const auto* known = certificates_.find(parts.certificate);
    if (known && trusted_.get() == &trusted) {
      if (known->service != claimed) return failure{trust_errc::wrong_service};
      return *known;
    }
  }
  const auto der = decode_base64url(parts.certificate);
  const auto proof = der ? certificate::from_der(*der) : std::nullopt;
  if (!proof) return failure{trust_errc::malformed};
  const auto valid = trusted.vouches_for(*proof);
  if (!valid) return failure{valid.error()};
  if (proof->name().kind != identity_kind::service || !proof->speaks_for_service())
    return failure{trust_errc::not_a_service};
  if (proof->name().name != claimed) return failure{trust_errc::wrong_service};
  const auto service = service_named(claimed);
  if (!service) return failure{trust_errc::unknown_service};
  return known_service{*proof, *service, *valid};
}

std::size_t credential_check::remembered() const {
  const std::shared_lock lock{guard_};
  return verdicts_.size() + certificates_.size();
}

std::string_view claimed_service(std::string_view credential) {
  const auto parts = parse_credential(credential);
  return parts ? service_named(parts->claims.issuer).value_or("") : "";
}

}  // namespace smartfin
