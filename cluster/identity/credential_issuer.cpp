#include "cluster/identity/credential_issuer.hpp"

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/service_credential.hpp"
#include "domain/trust/trust_table.hpp"

namespace smartfin {

credential_issuer::credential_issuer(std::filesystem::path service_file, credential_rules rules)
    : rules_(rules),
      file_(std::move(service_file), true, [this](const std::string& pem) { use(pem); }) {
  file_.read();
}

void credential_issuer::use(const std::string& pem) {
  auto found = parse_own_identity(pem);
  if (!found) throw identity_refusal{"it holds no key with its certificate"};
  const auto& name = found->proof.name();
  if (name.kind != identity_kind::service || !found->proof.speaks_for_service() ||
      !service_named(name.name))
    throw identity_refusal{"it is of " + to_uri(name) + ", not of a service"};
  const std::lock_guard lock{guard_};
  if (identity_ && identity_->proof.name() != name)
    throw identity_refusal{"it is of " + to_uri(name) + ", not of " +
                           to_uri(identity_->proof.name())};
  service_ = name.name;
  certificate_ = encode_base64url(found->proof.to_der());
  identity_ = std::make_unique<own_identity>(*std::move(found));
  minted_.clear();
}

std::shared_ptr<const std::string> credential_issuer::credential_for(std::string_view audience,
                                                                     instant now) {
  file_.refresh(now);
  const auto known = service_named(audience);
  if (!known) return nullptr;
  const std::lock_guard lock{guard_};
  auto& kept = minted_[*known];
  if (kept.text && now >= kept.from && now < kept.until) return kept.text;
  const auto from = std::chrono::floor<std::chrono::seconds>(now);
  const credential_claims claims{service_, *known, from, from + rules_.lifetime};
  kept = {
      now, now + rules_.lifetime * 3 / 4,
      std::make_shared<const std::string>(make_credential(claims, certificate_, identity_->key))};
  return kept.text;
}

instant credential_issuer::valid_until() const {
  const std::lock_guard lock{guard_};
  return identity_->proof.valid().until;
}

}  // namespace smartfin
