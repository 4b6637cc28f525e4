#include <fmt/format.h>

#include "commands/command.hpp"
#include "commands/options.hpp"
#include "files/build_info.hpp"
#include "files/json_value.hpp"
#include "files/provenance.hpp"

namespace ntkcert::commands {
namespace {

ExitCode run_version(const Arguments& arguments) {
  const std::string format = choice_option(arguments, "--format", {"text", "json"});
  const files::BuildInfo& build = files::build_info();
  const files::Fields about{
      {"version", build.version}, {"commit", build.commit}, {"compiler", build.compiler}};
  const files::Fields libraries = files::library_versions();
  if (format == "json") {
    deliver(arguments, fmt::format("{{\"schema\": \"ntkcert/version/1\",\n {},\n \"libraries\": {{{}}}}}\n",
                                   files::json_members(about, ",\n "), files::json_members(libraries)));
    return ExitCode::as_claimed;
  }
  std::string text = fmt::format("ntkcert {}\n", build.version);
  for (const auto& [name, value] : files::Fields{about.begin() + 1, about.end()}) {
    text += fmt::format("{:14} {}\n", name, value);
  }
  for (const auto& [name, value] : libraries) {
    text += fmt::format("{:14} {}\n", name, value);
  }
  deliver(arguments, text);
  return ExitCode::as_claimed;
}

}  // namespace

Command version_command() {
  return {"version",
          "Versions of the program, the compiler and every library that takes part",
          {{"--format", "FORMAT", "text or json", "text", {}}, output_option()},
          run_version};
}

}  // namespace ntkcert::commands
