#include "cluster/identity/authority_folder.hpp"

#include <algorithm>

#include "cluster/identity/identity_refusal.hpp"
#include "cluster/identity/private_files.hpp"

namespace smartfin {
namespace {

namespace fs = std::filesystem;

constexpr auto bundle_file = "authority.pem";
constexpr auto issuer_file = "issuer.pem";
constexpr auto successor_file = "successor.pem";

validity from_now(instant now, std::chrono::days lifetime) {
  return {now - issued_before_now, now + lifetime};
}

trust_bundle read_bundle(const fs::path& file) {
  const auto pem = read_identity_file(file, false);
  try {
    return trust_bundle::from_pem(pem);
  } catch (const identity_refusal& refused) {
    throw identity_refusal{file.string() + ": " + refused.what()};
  }
}

own_identity read_authority(const fs::path& file) {
  auto found = parse_own_identity(read_identity_file(file, true));
  if (!found || found->proof.name().kind != identity_kind::authority)
    throw identity_refusal{file.string() + " holds no authority's key with its certificate"};
  return *std::move(found);
}

bool believes(const trust_bundle& bundle, const certificate& authority) {
  return std::ranges::any_of(bundle.authorities(), [&](const certificate& each) {
    return each.key_id() == authority.key_id();
  });
}

}  // namespace

void authority_folder::make(const fs::path& folder, const std::string& deployment, instant now,
                            std::chrono::days lifetime) {
  if (!is_identity_label(deployment))
    throw identity_refusal{"a deployment is named with a-z, 0-9 and \"-\", at most 63 of them"};
  const auto issuer = make_authority(deployment, from_now(now, lifetime));
  make_private_folder(folder,
                      {{bundle_file, issuer.proof.to_pem()}, {issuer_file, to_pem(issuer)}});
}

authority_folder::authority_folder(fs::path folder)
    : folder_(std::move(folder)),
      issuer_(read_authority(folder_ / issuer_file)),
      trusted_(read_bundle(folder_ / bundle_file)) {
  load();
}

void authority_folder::load() {
  issuer_ = read_authority(folder_ / issuer_file);
  trusted_ = read_bundle(folder_ / bundle_file);
  successor_.reset();
  if (is_there(folder_ / successor_file)) successor_ = read_authority(folder_ / successor_file);
  if (trusted_.deployment() != deployment() || !believes(trusted_, issuer_.proof))
    throw identity_refusal{folder_.string() + ": " + bundle_file +
                           " does not hold the certificate in " + issuer_file};
}

own_identity authority_folder::issue(certificate_order order, instant now) const {
  if (!check_time(issuer_.proof.valid(), now, {}))
    throw identity_refusal{"the authority in " + folder_.string() +
                           " is not valid at this time; it cannot issue certificates"};
  order.name.deployment = deployment();
  order.valid.from = now - issued_before_now;
  return issue_certificate(issuer_, std::move(order));
}

void authority_folder::prepare_successor(instant now, std::chrono::days lifetime) {
  if (!successor_ && trusted_.authorities().size() > 1)
    throw identity_refusal{
        "the authority before this one is still believed: finish that change first"};
  if (!successor_)
    replace_private_file(folder_ / successor_file,
                         to_pem(make_authority(deployment(), from_now(now, lifetime))));
  // Also after a crash here: the successor stays the one that was made.
  const auto next = read_authority(folder_ / successor_file);
  replace_private_file(folder_ / bundle_file, issuer_.proof.to_pem() + next.proof.to_pem());
  load();
}

void authority_folder::switch_to_successor() {
  if (!successor_ || !believes(trusted_, successor_->proof))
    throw identity_refusal{"there is no successor to switch to: prepare one first"};
  // Over the issuer's file: from here on nobody has the key of the one before.
  std::error_code error;
  fs::rename(folder_ / successor_file, folder_ / issuer_file, error);
  if (error) throw identity_refusal{folder_.string() + " cannot be written: " + error.message()};
  load();
}

void authority_folder::forget_predecessor() {
  if (successor_) throw identity_refusal{"the successor does not issue yet: switch to it first"};
  if (trusted_.authorities().size() == 1)
    throw identity_refusal{"no authority but the issuing one is believed: nothing to finish"};
  replace_private_file(folder_ / bundle_file, issuer_.proof.to_pem());
  load();
}

}  // namespace smartfin
