#include <stdexcept>

#include "cluster/membership/leased_core.hpp"

namespace smartfin {
namespace {

class leased_claim final : public claim {
public:
  leased_claim(std::shared_ptr<leased_core> core, std::uint64_t number)
      : core_(std::move(core)), number_(number) {}
  ~leased_claim() override { core_->give_back(number_); }
  leased_claim(const leased_claim&) = delete;
  leased_claim& operator=(const leased_claim&) = delete;

  std::optional<fencing_token> token() const override { return core_->token(number_); }

private:
  const std::shared_ptr<leased_core> core_;
  const std::uint64_t number_;
};

class leased_directory final : public directory {
public:
  explicit leased_directory(std::shared_ptr<leased_core> core) : core_(std::move(core)) {
    core_->start();
  }
  ~leased_directory() override { core_->stop(); }
  leased_directory(const leased_directory&) = delete;
  leased_directory& operator=(const leased_directory&) = delete;

  std::shared_ptr<const cluster_view> view() const override { return core_->view(); }
  bool is_in() const override { return core_->is_in(); }
  void set_draining(bool draining) override {
    core_->change([draining](member_record& own) { own.draining = draining; });
  }
  void set_services(std::vector<std::string> services) override {
    core_->change([&](member_record& own) { own.services = std::move(services); });
  }
  std::unique_ptr<claim> contend(const std::string& job, held_callback told) override {
    const auto number = core_->wish(job, std::move(told));
    return std::make_unique<leased_claim>(core_, number);
  }
  void stop() override { core_->stop(); }

private:
  const std::shared_ptr<leased_core> core_;
};

}  // namespace

std::unique_ptr<directory> make_leased_directory(member_record self,
                                                 std::unique_ptr<lease_store> store,
                                                 lease_terms terms, directory_listener listener) {
  if (!is_cluster_name(self.name))
    throw std::invalid_argument{"not a name of a node: " + self.name};
  if (self.incarnation.empty()) throw std::invalid_argument{"a node without an incarnation"};
  if (terms.margin.count() < 0 || terms.ttl <= terms.margin)
    throw std::invalid_argument{"a lease without any trusted time"};
  return std::make_unique<leased_directory>(
      std::make_shared<leased_core>(std::move(self), std::move(store), terms, std::move(listener)));
}

}  // namespace smartfin
