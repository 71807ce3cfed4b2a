#include "cluster/link/link_transport.hpp"

#include <grpc/support/log.h>
#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <cstdlib>

#include "cluster/link/connection_gate.hpp"
#include "cluster/link/link.grpc.pb.h"
#include "cluster/link/node_certificate.hpp"

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

/// How many connections are open.
class open_count {
public:
  void add() {
    const std::lock_guard lock{mutex_};
    ++count_;
  }
  void remove() {
    const std::lock_guard lock{mutex_};
    if (--count_ == 0) none_.notify_all();
  }
  void wait_for_none() {
    std::unique_lock lock{mutex_};
    none_.wait(lock, [&] { return count_ == 0; });
  }

private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
};

/// One stream, of either side. It owns itself until it is done.
template <class Reactor>
class stream_pipe : public Reactor, public frame_pipe {
public:
  explicit stream_pipe(std::shared_ptr<frame_listener> listener) : listener_(std::move(listener)) {}

  void read() override {
    const std::lock_guard lock{mutex_};
    if (!is_ended_) this->StartRead(&incoming_);
  }
  void write(const wire::Frame& frame, bool more) override {
    const std::lock_guard lock{mutex_};
    if (is_ended_) return;
    is_writing_ = true;
    grpc::WriteOptions how;
    if (more) how.set_buffer_hint();
    this->StartWrite(&frame, how);
  }
  void end() override {
    const std::lock_guard lock{mutex_};
    if (!std::exchange(is_ended_, true)) hang_up(is_writing_);
  }

  void OnReadDone(bool is_fine) override {
    if (is_fine)
      listener_->on_frame(incoming_);
    else
      end();
  }
  void OnWriteDone(bool is_fine) override {
    {
      const std::lock_guard lock{mutex_};
      is_writing_ = false;
    }
    if (is_fine)
      listener_->on_written();
    else
      end();
  }

protected:
  virtual void hang_up(bool is_writing) = 0;
  /// The last call of gRPC.
  void done(const std::string& why) {
    const auto self = std::move(self_);
    listener_->on_ended(why);
  }

  std::shared_ptr<stream_pipe> self_;

private:
  const std::shared_ptr<frame_listener> listener_;
  wire::Frame incoming_;
  std::mutex mutex_;
  bool is_ended_ = false;
  bool is_writing_ = false;
};

class dialled_pipe final : public stream_pipe<grpc::ClientBidiReactor<wire::Frame, wire::Frame>> {
public:
  dialled_pipe(std::shared_ptr<grpc::Channel> channel, std::shared_ptr<frame_listener> listener,
               open_count& open)
      : stream_pipe(std::move(listener)),
        stub_(wire::Link::NewStub(std::move(channel))),
        open_(open) {}

  static void begin(const std::shared_ptr<dialled_pipe>& pipe, link_session& session) {
    pipe->self_ = pipe;
    pipe->open_.add();
    pipe->stub_->async()->Join(&pipe->context_, pipe.get());
    pipe->AddHold();
    session.start(pipe);
    pipe->StartCall();
  }
  void OnDone(const grpc::Status& status) override {
    auto& open = open_;
    done(status.ok() ? "the peer ended the link" : status.error_message());
    open.remove();
  }

private:
  void hang_up(bool) override {
    context_.TryCancel();
    RemoveHold();
  }

  const std::unique_ptr<wire::Link::Stub> stub_;
  grpc::ClientContext context_;
  open_count& open_;
};

class accepted_pipe final : public stream_pipe<grpc::ServerBidiReactor<wire::Frame, wire::Frame>> {
public:
  accepted_pipe(grpc::CallbackServerContext& context, std::shared_ptr<frame_listener> listener)
      : stream_pipe(std::move(listener)), context_(context) {}

  static void begin(const std::shared_ptr<accepted_pipe>& pipe, link_session& session) {
    pipe->self_ = pipe;
    session.start(pipe);
  }
  void OnDone() override { done("the peer is gone"); }

private:
  void hang_up(bool is_writing) override {
    if (is_writing) context_.TryCancel();  // who does not read now may never
    Finish(grpc::Status::OK);
  }

  grpc::CallbackServerContext& context_;
};

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
    for (const auto& uri : context->auth_context()->FindPropertyValues(GRPC_PEER_URI_PROPERTY_NAME))
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

/// gRPC writes to standard error in a form of its own; what matters of it reaches the observer.
void silence_library() {
  if (std::getenv("GRPC_VERBOSITY") == nullptr)
    gpr_set_log_function([](gpr_log_func_args*) {});
}

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
  const link_options& options;
  link_service service;
  open_count dialled;
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
  silence_library();
  check_certificate(read_tls_files(options.files), options.deployment, options.node);
  parts_->serve();
  parts_->gate = std::make_unique<connection_gate>(
      options.listen_host, options.listen_port,
      connection_gate::limits{options.limits.strangers_max, options.times.greeting_max},
      [acceptor = parts_->acceptor.get()](int accepted, int listener) {
        tls::ExternalConnectionAcceptor::NewConnectionParameters connection;
        connection.fd = accepted;
        connection.listener_fd = listener;
        acceptor->HandleNewConnection(&connection);
      });
  // gRPC says "ipv4:127.0.0.1:4711".
  parts_->service.on_known = [gate = parts_->gate.get()](const std::string& peer) {
    gate->known(peer.substr(peer.find(':') + 1));
  };
}

link_transport::~link_transport() { close(); }

std::uint16_t link_transport::port() const { return parts_->gate->port(); }
std::uint64_t link_transport::turned_away() const { return parts_->gate->turned_away(); }

void link_transport::dial(const std::string& address, const std::string& node,
                          const std::shared_ptr<link_session>& session) {
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
  parts_->server.reset();
}

}  // namespace smartfin
