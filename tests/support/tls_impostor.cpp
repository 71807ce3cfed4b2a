#include "tests/support/tls_impostor.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace smartfin::testing {
namespace {

class plain_visitor final : public tls_impostor::visitor {
public:
  explicit plain_visitor(int fd) : fd_(fd) {}
  std::string read() override {
    std::array<char, 4096> piece;
    const auto got = ::recv(fd_, piece.data(), piece.size(), 0);
    return got > 0 ? std::string{piece.data(), static_cast<std::size_t>(got)} : std::string{};
  }
  void write(const std::string& bytes) override {
    [[maybe_unused]] const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

private:
  int fd_;
};

class tls_visitor final : public tls_impostor::visitor {
public:
  explicit tls_visitor(SSL* ssl) : ssl_(ssl) {}
  std::string read() override {
    std::array<char, 4096> piece;
    const int got = SSL_read(ssl_, piece.data(), static_cast<int>(piece.size()));
    return got > 0 ? std::string{piece.data(), static_cast<std::size_t>(got)} : std::string{};
  }
  void write(const std::string& bytes) override {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
  }

private:
  SSL* ssl_;
};

}  // namespace

struct tls_impostor::parts {
  parts(std::function<void(visitor&)> with, speech how, const temporary_folder& folder)
      : serve(std::move(with)), plain(how == speech::plain), context(SSL_CTX_new(TLS_method())) {
    if (std::system(("ops/dev/certificates " + folder.path().string()).c_str()) != 0 ||
        SSL_CTX_use_certificate_file(context, (folder / "server.crt").c_str(), SSL_FILETYPE_PEM) !=
            1 ||
        SSL_CTX_use_PrivateKey_file(context, (folder / "server.key").c_str(), SSL_FILETYPE_PEM) !=
            1)
      throw std::runtime_error{"no certificate for the impostor"};
    listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener, 16) != 0 ||
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
      throw std::runtime_error{"the impostor cannot listen"};
    port = ntohs(address.sin_port);
    thread = std::thread{[this] { run(); }};
  }
  ~parts() {
    ends = true;
    ::shutdown(listener, SHUT_RDWR);
    if (const int fd = current; fd >= 0) ::shutdown(fd, SHUT_RDWR);
    thread.join();
    ::close(listener);
    SSL_CTX_free(context);
  }

  void run() {
    while (!ends) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      current = fd;
      if (!ends) visit(fd);
      current = -1;
      ::close(fd);
    }
  }
  void visit(int fd) {
    if (plain) {
      plain_visitor guest{fd};
      return serve(guest);
    }
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, fd);
    if (SSL_accept(ssl) == 1) {
      tls_visitor guest{ssl};
      serve(guest);
    }
    SSL_free(ssl);
  }

  std::function<void(visitor&)> serve;
  bool plain;
  SSL_CTX* context;
  int listener = -1;
  int port = 0;
  std::atomic<int> current{-1};
  std::atomic<bool> ends{false};
  std::thread thread;
};

tls_impostor::tls_impostor(std::function<void(visitor&)> serve, speech how)
    : parts_(std::make_unique<parts>(std::move(serve), how, folder_)) {}
tls_impostor::~tls_impostor() = default;
int tls_impostor::port() const { return parts_->port; }

}  // namespace smartfin::testing
