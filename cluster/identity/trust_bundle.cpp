#include "cluster/identity/trust_bundle.hpp"

#include <algorithm>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/openssl_handles.hpp"

namespace smartfin {

using namespace openssl;

trust_bundle::trust_bundle(std::vector<certificate> authorities)
    : authorities_(std::move(authorities)), store_(made(X509_STORE_new()), X509_STORE_free) {
  for (const auto& each : authorities_) succeeded(X509_STORE_add_cert(store_.get(), each.get()));
  // Times are ours to compare: against the time that the caller passes, and with the skew of clocks.
  X509_STORE_set_flags(store_.get(), X509_V_FLAG_X509_STRICT | X509_V_FLAG_NO_CHECK_TIME);
}

trust_bundle trust_bundle::from_pem(std::string_view pem) {
  auto found = certificate::all_from_pem(pem);
  if (!found || found->empty()) throw identity_refusal{"no certificates of authorities in it"};
  const auto& first = found->front().name();
  for (const auto& each : *found) {
    if (each.name().kind != identity_kind::authority)
      throw identity_refusal{"a certificate in it is not an authority's but of " +
                             to_uri(each.name())};
    if (each.name().deployment != first.deployment)
      throw identity_refusal{"it mixes authorities of " + first.deployment + " and " +
                             each.name().deployment};
  }
  return trust_bundle{*std::move(found)};
}

std::string trust_bundle::to_pem() const {
  std::string pem;
  for (const auto& each : authorities_) pem += each.to_pem();
  return pem;
}

result<validity, trust_errc> trust_bundle::vouches_for(const certificate& proof) const {
  if (proof.name().deployment != deployment() || proof.name().kind == identity_kind::authority)
    return failure{trust_errc::unknown_authority};
  const chain_check_handle check{made(X509_STORE_CTX_new())};
  succeeded(X509_STORE_CTX_init(check.get(), store_.get(), proof.get(), nullptr));
  if (X509_verify_cert(check.get()) != 1) return failure{trust_errc::unknown_authority};
  const auto* chain = X509_STORE_CTX_get0_chain(check.get());
  const auto* root = sk_X509_value(chain, sk_X509_num(chain) - 1);
  const auto issuer = std::ranges::find_if(
      authorities_, [&](const certificate& each) { return X509_cmp(each.get(), root) == 0; });
  if (issuer == authorities_.end()) return failure{trust_errc::unknown_authority};
  return validity{std::max(proof.valid().from, issuer->valid().from),
                  std::min(proof.valid().until, issuer->valid().until)};
}

result<nothing, trust_errc> check_time(const validity& valid, instant now,
                                       std::chrono::seconds skew) {
  if (now + skew < valid.from) return failure{trust_errc::not_yet_valid};
  if (now - skew > valid.until) return failure{trust_errc::expired};
  return nothing{};
}

}  // namespace smartfin
