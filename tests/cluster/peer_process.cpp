#include "tests/cluster/peer_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "tests/cluster/two_nodes.hpp"

namespace smartfin::testing {
namespace {

constexpr const char* port_word = "listens at port ";
/// Where the child finds what it needs.
constexpr std::array variables{"SMARTFIN_TEST_PEER", "SMARTFIN_TEST_CA",
                               "SMARTFIN_TEST_CERTIFICATE", "SMARTFIN_TEST_KEY"};

std::string read_port(int from) {
  std::string text;
  char byte = 0;
  while (::read(from, &byte, 1) == 1) {
    text += byte;
    const auto at = text.find(port_word);
    if (at != std::string::npos && byte == '\n') {
      const auto begin = at + std::string{port_word}.size();
      return text.substr(begin, text.find('\n', begin) - begin);
    }
  }
  throw std::runtime_error{"the peer did not start: " + text};
}

}  // namespace

peer_process::peer_process(test_authority& authority, const std::string& node) {
  const auto files = authority.issue(node);
  const std::array values{node, files.authorities.string(), files.certificate.string(),
                          files.key.string()};
  std::vector<std::string> environment;
  for (char** each = environ; *each != nullptr; ++each) environment.emplace_back(*each);
  for (std::size_t i = 0; i < values.size(); ++i)
    environment.push_back(std::string{variables[i]} + "=" + values[i]);
  std::vector<char*> env;
  for (auto& each : environment) env.push_back(each.data());
  env.push_back(nullptr);

  std::array<int, 2> in{}, out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe"};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  std::string program = "/proc/self/exe", test = "[.peer]";
  std::array<char*, 3> arguments{program.data(), test.data(), nullptr};
  const int failed =
      ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), env.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  stdin_ = in[1];
  if (failed != 0) throw std::runtime_error{"the peer cannot be started"};
  port_ = read_port(out[0]);
  ::close(out[0]);
}

peer_process::~peer_process() {
  signal(SIGCONT);
  ::close(stdin_);  // its sign to end
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void peer_process::signal(int number) const { ::kill(pid_, number); }

}  // namespace smartfin::testing

TEST_CASE("a peer in a process of its own", "[.peer]") {
  using namespace smartfin;
  using namespace smartfin::testing;
  const auto* node = std::getenv(variables[0]);
  if (node == nullptr) SKIP("is started by other tests");
  link_options options{
      .deployment = "test",
      .node = node,
      .incarnation = "child",
      .build = "test",
      .services = {},
      .files = {std::getenv(variables[1]), std::getenv(variables[2]), std::getenv(variables[3])},
      .open_scratch = [] { return std::make_shared<memory_scratch>(); }};
  test_node peer{std::move(options)};
  peer.offer("profile", peer.system->spawn(echo_profile));
  std::printf("%s%u\n", port_word, static_cast<unsigned>(peer.hub->port()));
  std::fflush(stdout);
  // Until the test that started it lets go.
  while (std::getchar() != EOF) {
  }
  ::_exit(0);
}
