#include "files/output_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "files/error.hpp"

namespace ntkcert::files {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int error) {
  throw OutputError(fmt::format("cannot write {}: {}", path, std::strerror(error)));
}

/// Holds back the signals that end the program.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ending, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// A new file that is removed unless it is renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target)
      : target_(target.string()), name_(target_ + ".XXXXXX.tmp"), descriptor_(mkstemps(name_.data(), 4)) {
    if (descriptor_ < 0) {
      fail(target_, errno);
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
    if (!renamed_) {
      unlink(name_.c_str());
    }
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  void rename_to_target() {
    const int closed = close(descriptor_);
    descriptor_ = -1;
    if (closed != 0 || std::rename(name_.c_str(), target_.c_str()) != 0) {
      fail(target_, errno);
    }
    renamed_ = true;
  }

 private:
  std::string target_;
  std::string name_;
  int descriptor_;
  bool renamed_ = false;
};

/// The permissions of the file that is replaced, or those of a new one.
mode_t permissions(const fs::path& target) {
  struct stat status {};
  if (stat(target.c_str(), &status) == 0) {
    return status.st_mode & 07777U;
  }
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

}  // namespace

void write_all(int descriptor, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      fail(path, errno);
    }
    content.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
}

int open_unnamed(const std::string& path) {
  const SignalsHeld held;
  std::string name = fs::weakly_canonical(fs::absolute(path)).string() + ".XXXXXX.tmp";
  const int descriptor = mkostemps(name.data(), 4, O_CLOEXEC);
  if (descriptor < 0 || unlink(name.c_str()) != 0) {
    fail(path, errno);
  }
  return descriptor;
}

bool is_special(const std::string& path) { return fs::exists(path) && !fs::is_regular_file(path); }

void require_writable(const std::string& path) {
  const fs::path target = fs::weakly_canonical(fs::absolute(path));
  if (fs::is_directory(target)) {
    fail(path, EISDIR);
  }
  const fs::path asked = is_special(target) ? target : target.parent_path();
  if (access(asked.c_str(), W_OK) != 0) {
    fail(path, errno);
  }
}

void write_file(const std::string& path, std::string_view content) {
  write_file(path, [&](int descriptor) { write_all(descriptor, content, path); });
}

void write_file(const std::string& path, const std::function<void(int)>& fill) {
  if (is_special(path)) {
    const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) {
      fail(path, errno);
    }
    fill(descriptor);
    close(descriptor);
    return;
  }
  const fs::path target = fs::weakly_canonical(fs::absolute(path));
  const SignalsHeld held;
  TemporaryFile temporary(target);
  fill(temporary.descriptor());
  if (fchmod(temporary.descriptor(), permissions(target)) != 0 || fsync(temporary.descriptor()) != 0) {
    fail(path, errno);
  }
  temporary.rename_to_target();
}

void write_stdout(std::string_view content) { write_all(STDOUT_FILENO, content, "standard output"); }

}  // namespace ntkcert::files
