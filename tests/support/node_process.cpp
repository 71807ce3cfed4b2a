#include "tests/support/node_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "tests/support/dev_server.hpp"

namespace smartfin::test {
namespace {

struct pipe_ends {
  int read = -1, write = -1;
};

pipe_ends make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  return {ends[0], ends[1]};
}

[[noreturn]] void become(char* const* arguments, int out, int err) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

std::vector<std::string> serve_command(const node_home& home, const std::string& listen,
                                       std::size_t part = 0) {
  return {SMARTFIN_PROGRAM, "serve",
          "--data",         home.data_of(part).string(),
          "--config",       home.settings_of(part).string(),
          "--listen",       listen};
}

std::string host_of(const node_home& home, std::size_t part) {
  return home.layout().is_cluster() ? home.layout().parts[part].host : "127.0.0.1";
}

/// In its own network, where it has one.
std::unique_ptr<running_program> launched(const node_home& home, std::size_t part, int port) {
  auto command = serve_command(home, host_of(home, part) + ":" + std::to_string(port), part);
  const auto name = home.layout().is_cluster() ? home.layout().parts[part].network_namespace : "";
  if (!name.empty()) {
    const std::array<std::string, 4> within{"/sbin/ip", "netns", "exec", name};
    command.insert(command.begin(), within.begin(), within.end());
  }
  return std::make_unique<running_program>(std::move(command));
}

}  // namespace

struct running_program::parts {
  pid_t pid = -1;
  int pid_descriptor = -1;
  std::array<pollfd, 2> pipes{};
  std::array<std::string, 2> texts;  // standard output, standard error
  bool drained = false;
  std::optional<int> status;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::thread reader;

  void read_all() {
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
      if (::poll(pipes.data(), pipes.size(), -1) < 0) continue;
      for (std::size_t i = 0; i < pipes.size(); ++i)
        if (pipes[i].fd >= 0 && pipes[i].revents != 0) read_some(i);
    }
    const std::lock_guard lock{mutex};
    drained = true;
    changed.notify_all();
  }

  void read_some(std::size_t i) {
    std::array<char, 16384> buffer;
    const auto got = ::read(pipes[i].fd, buffer.data(), buffer.size());
    if (got <= 0) {
      ::close(std::exchange(pipes[i].fd, -1));
      return;
    }
    const std::lock_guard lock{mutex};
    texts[i].append(buffer.data(), static_cast<std::size_t>(got));
    changed.notify_all();
  }

  std::optional<std::string> line_with(const std::string& part) const {
    const auto& text = texts[0];
    const auto at = text.find(part);
    const auto end = at == text.npos ? text.npos : text.find('\n', at);
    if (end == text.npos) return std::nullopt;
    const auto before = text.rfind('\n', at);
    const auto from = before == text.npos ? 0 : before + 1;
    return text.substr(from, end - from);
  }
};

running_program::running_program(std::vector<std::string> command)
    : parts_(std::make_unique<parts>()) {
  std::vector<char*> arguments;
  for (auto& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const auto out = make_pipe(), err = make_pipe();
  parts_->pid = ::fork();
  if (parts_->pid == 0) become(arguments.data(), out.write, err.write);
  ::close(out.write);
  ::close(err.write);
  if (parts_->pid < 0) throw std::runtime_error{"no process"};
  // Not through the C library: Debian 12's header declares it for C only.
  parts_->pid_descriptor = static_cast<int>(::syscall(SYS_pidfd_open, parts_->pid, 0));
  parts_->pipes = {pollfd{out.read, POLLIN, 0}, pollfd{err.read, POLLIN, 0}};
  parts_->reader = std::thread{[p = parts_.get()] { p->read_all(); }};
}

running_program::~running_program() {
  if (!parts_->status) {
    ::kill(parts_->pid, SIGKILL);
    ::waitpid(parts_->pid, nullptr, 0);
  }
  ::close(parts_->pid_descriptor);
  parts_->reader.join();
}

void running_program::signal(int number) {
  if (!parts_->status) ::kill(parts_->pid, number);
}

std::string running_program::line_with(const std::string& part) {
  std::unique_lock lock{parts_->mutex};
  std::optional<std::string> line;
  parts_->changed.wait_for(lock, patience, [&] {
    line = parts_->line_with(part);
    return line || parts_->drained;
  });
  if (line) return *line;
  throw std::runtime_error{"the program never wrote " + part + "; it wrote: " + parts_->texts[0] +
                           parts_->texts[1]};
}

int running_program::pid() const { return parts_->pid; }

std::string running_program::out() const {
  const std::lock_guard lock{parts_->mutex};
  return parts_->texts[0];
}

program_end running_program::end() {
  if (!parts_->status) {
    pollfd ended{parts_->pid_descriptor, POLLIN, 0};
    const auto limit = std::chrono::milliseconds{patience}.count();
    if (::poll(&ended, 1, static_cast<int>(limit)) <= 0)
      throw std::runtime_error{"the program does not end; it wrote: " + out()};
    int how = 0;
    ::waitpid(parts_->pid, &how, 0);
    parts_->status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
  }
  std::unique_lock lock{parts_->mutex};
  parts_->changed.wait_for(lock, patience, [&] { return parts_->drained; });
  return {*parts_->status, parts_->texts[0], parts_->texts[1]};
}

node_process::node_process(const node_home& home) : home_(home) { start(); }
node_process::~node_process() = default;

void node_process::start() {
  programs_.clear();
  const auto count = std::max<std::size_t>(home_.layout().parts.size(), 1);
  ports_.assign(count, 0);
  if (home_.layout().is_cluster()) std::ranges::generate(ports_, testing::free_port);
  for (std::size_t i = 0; i < count; ++i) programs_.push_back(launched(home_, i, ports_[i]));
  for (std::size_t i = 0; i < count; ++i) wait_for_door(i);
}

void node_process::start(std::size_t part) {
  auto& program = programs_.at(part);
  program.reset();
  program = launched(home_, part, ports_.at(part));
  wait_for_door(part);
}

void node_process::wait_for_door(std::size_t part) {
  const auto ready = boost::json::parse(programs_[part]->line_with(R"("event":"ready")"));
  ports_[part] = ready.at("port").to_number<int>();
}

node_door node_process::door_of(std::size_t part) const {
  return {host_of(home_, part), ports_.at(part)};
}

std::vector<node_door> node_process::doors() const {
  std::vector<node_door> all;
  const auto& parts = home_.layout().parts;
  for (std::size_t i = 0; i < count(); ++i)
    if (parts.empty() || parts[i].services.find("gateway") != std::string::npos)
      all.push_back(door_of(i));
  return all;
}

program_end node_process::stop() {
  ask_to_stop();
  for (const auto& program : programs_) program->end();
  return programs_.front()->end();
}

void node_process::ask_to_stop() { signal(SIGTERM); }

void node_process::kill() {
  signal(SIGKILL);
  for (const auto& program : programs_) program->end();
}

void node_process::signal(int number) {
  for (const auto& program : programs_) program->signal(number);
}

int node_process::pid() const { return programs_.front()->pid(); }
std::string node_process::log() const { return programs_.front()->out(); }

program_end serve_to_end(const node_home& home, const std::string& listen) {
  return running_program{serve_command(home, listen)}.end();
}

}  // namespace smartfin::test
