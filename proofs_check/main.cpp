#include <flint/flint.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "commands/command.hpp"
#include "files/build_info.hpp"
#include "files/error.hpp"
#include "files/names.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::commands {
namespace {

std::vector<Command> all_commands() {
  return {eigenvalues_command(), flow_command(),   check_command(),
          replay_command(),      report_command(), version_command()};
}

/// The name under which an option's text is found: the long one.
std::string long_name(const Option& option) { return option.name.substr(option.name.find(',') + 1); }

bool is_positional(const Option& option) { return !option.name.starts_with('-'); }
bool is_flag(const Option& option) { return option.value.empty() && !is_positional(option); }

/// An argument as a shell would take it back, on one line.
std::string quoted(std::string argument) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
  if (!argument.empty() && argument.find_first_not_of(kPlain) == std::string::npos) {
    return argument;
  }
  std::ranges::replace_if(
      argument, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  std::string r = "'";
  for (const char c : argument) {
    r += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return r + "'";
}

/// A command's options as CLI11 sees them, and their texts.
class Registered {
 public:
  Registered(CLI::App& program, Command command)
      : command_(std::move(command)), app_(program.add_subcommand(command_.name, command_.summary)) {
    for (const Option& option : command_.options) {
      CLI::Option* added = nullptr;
      if (is_flag(option)) {
        added = app_->add_flag(option.name, option.help);
      } else {
        std::vector<std::string>& texts = texts_[long_name(option)];
        added = app_->add_option(option.name, texts, option.help)->allow_extra_args(false);
        added->option_text(option.value + (option.preset.empty() ? "" : fmt::format(" [{}]", option.preset)));
        if (option.need == Option::Need::repeated || option.need == Option::Need::any_number) {
          added->expected(-1)->allow_extra_args(is_positional(option));
        } else {
          added->expected(1);
        }
      }
      added->required(option.need == Option::Need::required || option.need == Option::Need::repeated);
    }
  }

  [[nodiscard]] CLI::App& app() const { return *app_; }
  [[nodiscard]] ExitCode run(const std::string& command_line) const {
    std::map<std::string, std::vector<std::string>> given;
    for (const Option& option : command_.options) {
      const std::string name = long_name(option);
      const CLI::Option* parsed = app_->get_option(name);
      if (parsed->count() > 0) {
        given[name] = is_flag(option) ? std::vector<std::string>{} : parsed->results();
      } else if (!option.preset.empty()) {
        given[name] = {option.preset};
      }
    }
    return command_.run(Arguments(command_line, std::move(given)));
  }
  /// All option names, for suggestions.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names{"--help"};
    for (const Option& option : command_.options) {
      if (!is_positional(option)) {
        names.push_back(long_name(option));
      }
    }
    return names;
  }

 private:
  Command command_;
  CLI::App* app_;
  std::map<std::string, std::vector<std::string>> texts_;
};

ExitCode complain(ExitCode code, std::string message) {
  std::ranges::replace(message, '\n', ' ');
  std::fputs(fmt::format("ntkcert: {}\n", message).c_str(), stderr);
  return code;
}

/// What is wrong with the words on the command line.
std::string explain(const CLI::App& program, const std::vector<std::unique_ptr<Registered>>& commands,
                    const CLI::ParseError& error) {
  std::vector<std::string> names;
  names.reserve(commands.size());
  for (const auto& command : commands) {
    names.push_back(command->app().get_name());
    const std::vector<std::string> unused = command->app().remaining();
    if (command->app().parsed() && !unused.empty()) {
      return unused.front().starts_with('-')
                 ? files::unknown_name("option", unused.front().substr(0, unused.front().find('=')),
                                       command->names())
                 : fmt::format("'{}' is one argument too many for the command '{}'", unused.front(),
                               names.back());
    }
  }
  if (program.get_subcommands().empty()) {
    return program.remaining().empty() ? fmt::format("no command: accepted are {}", fmt::join(names, ", "))
                                       : files::unknown_name("command", program.remaining().front(), names);
  }
  return fmt::format("{} (ntkcert {} --help lists what is accepted)", error.what(),
                     program.get_subcommands().front()->get_name());
}

ExitCode run_program(int argc, char** argv) {
  CLI::App program(
      "Rigorous enclosures of neural tangent kernel eigenvalues and gradient flows, and verdicts on "
      "damped-deviation inequalities",
      "ntkcert");
  program.set_version_flag("--version", files::build_info().version);
  program.require_subcommand(1);
  std::vector<Command> known = all_commands();
  std::vector<std::unique_ptr<Registered>> commands;
  commands.reserve(known.size());
  for (Command& command : known) {
    commands.push_back(std::make_unique<Registered>(program, std::move(command)));
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& request) {
    program.exit(request);
    return ExitCode::as_claimed;
  } catch (const CLI::ParseError& error) {
    return complain(ExitCode::usage, explain(program, commands, error));
  }
  std::string command_line = "ntkcert";
  for (int i = 1; i < argc; ++i) {
    command_line += " " + quoted(argv[i]);
  }
  const auto chosen = std::ranges::find_if(commands, [](const auto& c) { return c->app().parsed(); });
  return (*chosen)->run(command_line);
}

/// Everything that can go wrong, as one line and an exit code.
ExitCode guarded(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const InvalidInput& e) {
    return complain(ExitCode::usage, e.what());
  } catch (const files::BadFile& e) {
    return complain(ExitCode::bad_file, e.what());
  } catch (const files::OutputError& e) {
    return complain(ExitCode::output_error, e.what());
  } catch (const Exhausted& e) {
    return complain(ExitCode::inconclusive, e.what());
  } catch (const std::exception& e) {
    return complain(ExitCode::internal_error, fmt::format("internal error: {}", e.what()));
  }
}

}  // namespace
}  // namespace ntkcert::commands

int main(int argc, char** argv) {
  const auto code = ntkcert::commands::guarded(argc, argv);
  flint_cleanup();
  return static_cast<int>(code);
}
