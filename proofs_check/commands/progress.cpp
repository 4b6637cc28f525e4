#include "commands/progress.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "commands/options.hpp"

namespace ntkcert::commands {

Option progress_option() {
  return {"--progress", "WHEN", "a progress line on stderr: auto (on a terminal) or never", "auto", {}};
}

ProgressLine::ProgressLine(const Arguments& arguments)
    : wanted_(choice_option(arguments, "--progress", {"auto", "never"}) == "auto" &&
              isatty(STDERR_FILENO) != 0) {}

void ProgressLine::clear() {
  const std::lock_guard lock(using_);
  if (shown_) {
    std::fputs("\r\033[K", stderr);
    shown_ = false;
  }
}

void ProgressLine::show(std::string_view text) {
  const std::lock_guard lock(using_);
  constexpr double kSeconds = 0.1;
  const double now =
      std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  if (!wanted_ || now - last_ < kSeconds) {
    return;
  }
  last_ = now;
  shown_ = true;
  fmt::print(stderr, "\r\033[K{}", text);
  std::fflush(stderr);
}

}  // namespace ntkcert::commands
