#include <fmt/format.h>

#include "commands/options.hpp"
#include "files/error.hpp"
#include "files/input_file.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/claim/certificate.hpp"

namespace ntkcert::commands {
namespace {

Certificate read(const std::string& path) {
  try {
    return certificate_from_json(files::read_text(path));
  } catch (const InvalidInput& e) {
    throw files::BadFile({path, 0, 0}, e.what());
  }
}

/// The stored verdict must be what the stored numbers prove.
ExitCode run_replay(const Arguments& arguments) {
  std::string text;
  long differing = 0;
  for (const std::string& path : arguments.texts("CERTIFICATE")) {
    const Certificate certificate = read(path);
    const JudgedClaim judged = judge(certificate);
    std::size_t rows = 0;
    for (const InstanceEvidence& instance : certificate.instances) {
      rows += instance.rows.size();
    }
    const bool agrees = judged.verdict == certificate.verdict;
    differing += agrees ? 0 : 1;
    text += fmt::format(
        "{:<12}  {}  {}  {} rows{}\n", to_text(judged.verdict), certificate.theorem, certificate.run, rows,
        agrees ? "" : fmt::format(": NOT what the certificate claims ({})", to_text(certificate.verdict)));
  }
  text += fmt::format("{} of {} certificates confirmed\n",
                      arguments.texts("CERTIFICATE").size() - static_cast<std::size_t>(differing),
                      arguments.texts("CERTIFICATE").size());
  deliver(arguments, text);
  return differing == 0 ? ExitCode::as_claimed : ExitCode::refuted;
}

}  // namespace

Command replay_command() {
  return {"replay",
          "Re-check certificates from their stored exact numbers alone",
          {{"CERTIFICATE", "", "certificates written by check --certificate", "", Option::Need::repeated},
           output_option()},
          run_replay};
}

}  // namespace ntkcert::commands
