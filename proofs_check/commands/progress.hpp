#pragma once

#include <mutex>
#include <string_view>

#include "commands/command.hpp"

namespace ntkcert::commands {

/// The option --progress auto|never of commands that take long.
[[nodiscard]] Option progress_option();

/// A line on stderr that is written over, at most some ten times a second and only on a terminal. It goes
/// away with clear(), which is due before anything else is printed, and at the end. Threads may share one.
class ProgressLine {
 public:
  explicit ProgressLine(const Arguments& arguments);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() { clear(); }
  void show(std::string_view text);
  void clear();

 private:
  std::mutex using_;
  bool wanted_;
  bool shown_ = false;
  double last_ = 0;
};

}  // namespace ntkcert::commands
