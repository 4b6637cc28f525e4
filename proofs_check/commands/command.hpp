#pragma once

#include <map>
#include <string>
#include <vector>

namespace ntkcert::commands {

/// How the program ends; of several outcomes the later in the list of verdicts wins (refuted over
/// inconclusive).
enum class ExitCode : int {
  as_claimed = 0,
  inconclusive = 5,
  refuted = 10,
  usage = 64,
  bad_file = 65,
  internal_error = 70,
  output_error = 74,
};

/// One option ("--dim" or "-o,--output"), flag (no value name) or positional argument (a name without
/// dashes).
/// `repeated`: once or more; `any_number`: not at all or more.
struct Option {
  enum class Need { optional, required, repeated, any_number };
  std::string name;
  std::string value;
  std::string help;
  std::string preset;
  Need need = Need::optional;
};

/// What the user gave, as text, by the option's long name ("--dim") or the positional's name ("run"); options
/// with a preset are there in any case.
class Arguments {
 public:
  Arguments(std::string command_line, std::map<std::string, std::vector<std::string>> given)
      : command_line_(std::move(command_line)), given_(std::move(given)) {}
  [[nodiscard]] const std::string& command_line() const { return command_line_; }
  [[nodiscard]] bool has(const std::string& name) const { return given_.contains(name); }
  [[nodiscard]] const std::string& text(const std::string& name) const { return given_.at(name).front(); }
  [[nodiscard]] const std::vector<std::string>& texts(const std::string& name) const {
    return given_.at(name);
  }

 private:
  std::string command_line_;
  std::map<std::string, std::vector<std::string>> given_;
};

/// A command of the program: results go to stdout, messages to stderr. `run` may throw InvalidInput (usage),
/// BadFile, OutputError, Exhausted (inconclusive); main turns them into one line and the exit code.
struct Command {
  std::string name;
  std::string summary;
  std::vector<Option> options;
  ExitCode (*run)(const Arguments&);
};

/// The commands, one file each; main.cpp lists them.
[[nodiscard]] Command check_command();
[[nodiscard]] Command eigenvalues_command();
[[nodiscard]] Command flow_command();
[[nodiscard]] Command replay_command();
[[nodiscard]] Command report_command();
[[nodiscard]] Command version_command();

}  // namespace ntkcert::commands
