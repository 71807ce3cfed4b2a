#include "cluster/link/link_transport.hpp"

#include <absl/synchronization/mutex.h>
#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/server_builder.h>

#include <cstdlib>

#include "cluster/link/connection_gate.hpp"
#include "cluster/link/link.grpc.pb.h"
#include "cluster/link/node_certificate.hpp"
#include "cluster/link/stream_pipes.hpp"

namespace smartfin {
namespace {

namespace tls = grpc::experimental;

/// Lets only those through whose certificate names a node of the deployment; which one, where that is known before.
class node_verifier final : public tls::ExternalCertificateVerifier {
public:
  node_verifier(std::string deployment, std::string node)
      : deployment_(std::move(deployment)), node_(std::move(node)) {}

  bool Verify(tls::TlsCustomVerificationCheckRequest* request, std::function<void(grpc::Status)>,
              grpc::Status* status) override {
    for (const auto& uri : request->uri_names()) {
      const auto name = node_in({uri.data(), uri.size()}, deployment_);
      if (!name.empty() && (node_.empty() || name == node_)) return true;
    }
    *status = {grpc::StatusCode::UNAUTHENTICATED, "the certificate names another node"};
    return true;
  }
  void Cancel(tls::TlsCustomVerificationCheckRequest*) override {}

private:
  const std::string deployment_;
  const std::string node_;
};

template <class Options>
void check_peers(Options& options, const link_options& own, const std::string& node) {
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_certificate_verifier(
      tls::ExternalCertificateVerifier::Create<node_verifier>(own.deployment, node));
}

class refused_stream final : public grpc::ServerBidiReactor<wire::Frame, wire::Frame> {
public:
  refused_stream() { Finish({grpc::StatusCode::UNAUTHENTICATED, "not wanted"}); }
  void OnDone() override { delete this; }
};

class link_service final : public wire::Link::CallbackService {
public:
  link_service(std::string deployment, link_transport::welcome greet)
      : deployment_(std::move(deployment)), greet_(std::move(greet)) {}

  grpc::ServerBidiReactor<wire::Frame, wire::Frame>* Join(
      grpc::CallbackServerContext* context) override {
    if (on_known) on_known(context->peer());
    std::string node;
    const auto proven = context->auth_context();
    for (const auto& uri : proven->FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME))
      if (const auto name = node_in({uri.data(), uri.size()}, deployment_); !name.empty())
        node = name;
    const auto session = node.empty() ? nullptr : greet_(node);
    if (!session) return new refused_stream;
    const auto pipe = std::make_shared<accepted_pipe>(*context, session);
    accepted_pipe::begin(pipe, *session);
    return pipe.get();
  }

  std::function<void(const std::string& address)> on_known;

private:
  const std::string deployment_;
  const link_transport::welcome greet_;
};

/// gRPC writes to standard error in a form of its own; what matters of it reaches the observer. Debian builds it with a
/// search for deadlocks at each lock that it takes.
void quieten_library() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args*) {});
}

/// Goes when everything else of gRPC has gone, and waits for its threads: one that outlived main would use what the
/// program's end takes away.
struct library_in_use {
  library_in_use() { grpc_init(); }
  ~library_in_use() { grpc_shutdown_blocking(); }
  library_in_use(const library_in_use&) = delete;
  library_in_use& operator=(const library_in_use&) = delete;
};

int in_ms(std::chrono::milliseconds time) { return static_cast<int>(time.count()); }

/// gRPC's settings for either side. A silent peer is asked; pings are answered however many come.
template <class Set>
void set_times(const link_options& options, Set set) {
  set(GRPC_ARG_KEEPALIVE_TIME_MS, in_ms(options.times.keepalive));
  set(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, in_ms(options.times.keepalive_timeout));
  set(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  set(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  set(GRPC_ARG_MAX_METADATA_SIZE, 4 << 10);
  set(GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, static_cast<int>(options.limits.frame_bytes_max));
}

}  // namespace

struct link_transport::parts {
  library_in_use library;
  const link_options& options;
  link_service service;
  dialled_channels dialled;
  std::unique_ptr<tls::ExternalConnectionAcceptor> acceptor;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<connection_gate> gate;

  parts(const link_options& o, welcome greet)
      : options(o), service(o.deployment, std::move(greet)) {}

  void serve() {
    tls::TlsServerCredentialsOptions how{std::make_shared<tls::FileWatcherCertificateProvider>(
        options.files.key, options.files.certificate, options.files.authorities, 1)};
    how.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    check_peers(how, options, {});
    grpc::ServerBuilder builder;
    const auto set = [&](const char* key, int value) { builder.AddChannelArgument(key, value); };
    set_times(options, set);
    set(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, in_ms(options.times.greeting_max));
    set(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 2 * in_ms(options.times.greeting_max));
    set(GRPC_ARG_MAX_CONCURRENT_STREAMS, 2);
    set(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 0);
    set(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 0);
    builder.SetResourceQuota(grpc::ResourceQuota{"links"}.Resize(memory_max));
    builder.RegisterService(&service);
    acceptor = builder.experimental().AddExternalConnectionAcceptor(
        grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
        tls::TlsServerCredentials(how));
    server = builder.BuildAndStart();
    if (!server) throw link_refusal{"links cannot be served"};
  }

  /// Of all connections together, in gRPC's buffers.
  static constexpr std::size_t memory_max = 256 << 20;
};

link_transport::link_transport(const link_options& options, welcome greet)
    : parts_(std::make_unique<parts>(options, std::move(greet))) {
  quieten_library();
  check_certificate(read_tls_files(options.files), options.deployment, options.node);
  parts_->serve();
  parts_->gate = std::make_unique<connection_gate>(
      options.listen_host, options.listen_port,
      connection_gate::limits{options.limits.strangers_max, options.times.greeting_max});
  // gRPC says "ipv4:127.0.0.1:4711".
  parts_->service.on_known = [gate = parts_->gate.get()](const std::string& peer) {
    gate->known(peer.substr(peer.find(':') + 1));
  };
  parts_->gate->open([acceptor = parts_->acceptor.get()](int accepted, int listener) {
    tls::ExternalConnectionAcceptor::NewConnectionParameters connection;
    connection.fd = accepted;
    connection.listener_fd = listener;
    acceptor->HandleNewConnection(&connection);
  });
}

link_transport::~link_transport() { close(); }

std::uint16_t link_transport::port() const { return parts_->gate->port(); }
std::uint64_t link_transport::turned_away() const { return parts_->gate->turned_away(); }

void link_transport::dial(const std::string& address, const std::string& node,
                          const std::shared_ptr<link_session>& session) {
  parts_->dialled.sweep();
  const auto& options = parts_->options;
  auto files = read_tls_files(options.files);
  tls::TlsChannelCredentialsOptions how;
  how.set_certificate_provider(std::make_shared<tls::StaticDataCertificateProvider>(
      files.authorities,
      std::vector<tls::IdentityKeyCertPair>{{std::move(files.key), std::move(files.certificate)}}));
  how.set_verify_server_certs(true);
  how.set_check_call_host(false);  // the name that counts is checked instead
  check_peers(how, options, node);
  grpc::ChannelArguments arguments;
  set_times(options, [&](const char* key, int value) { arguments.SetInt(key, value); });
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, in_ms(options.times.greeting_max));
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  auto channel = grpc::CreateCustomChannel(address, tls::TlsCredentials(how), arguments);
  dialled_pipe::begin(std::make_shared<dialled_pipe>(std::move(channel), session, parts_->dialled),
                      *session);
}

void link_transport::close() {
  if (!parts_->server) return;
  parts_->gate->close();
  parts_->server->Shutdown(std::chrono::system_clock::now());
  parts_->server->Wait();
  parts_->dialled.wait_for_none();
  parts_->dialled.sweep();
  parts_->server.reset();
}

}  // namespace smartfin
