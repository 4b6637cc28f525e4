#include <fmt/format.h>

#include "commands/options.hpp"
#include "files/provenance.hpp"
#include "report/page.hpp"
#include "report/page_data.hpp"

namespace ntkcert::commands {
namespace {

ExitCode run_report(const Arguments& arguments) {
  check_output(arguments);
  report::PageData data;
  for (const std::string& path : arguments.texts("RESULT")) {
    data.add(path);
  }
  const files::Fields head =
      files::provenance("ntkcert/report/1", arguments.command_line(), data.inputs(), files::Fields{});
  deliver(arguments, report::page_with(data.json(files::json_members(head))));
  return ExitCode::as_claimed;
}

}  // namespace

Command report_command() {
  return {
      "report",
      "One self-contained HTML page of results: learning by degree, eigenvalues, bounds over time, verdicts",
      {{"RESULT", "",
        "files of eigenvalues --format json, flow (NDJSON), check --format json and check --certificate", "",
        Option::Need::repeated},
       output_option()},
      run_report};
}

}  // namespace ntkcert::commands
