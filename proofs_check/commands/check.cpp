#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "commands/options.hpp"
#include "commands/suite.hpp"
#include "files/error.hpp"
#include "files/output_file.hpp"
#include "files/provenance.hpp"
#include "ntkcert/ball/error.hpp"
#include "report/verdict_table.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::commands {
namespace {

std::string description(const Statement& s) {
  return fmt::format("{}\n  statement:  {}\n  hypotheses: {}\n  source:     {}\n", s.name, s.formula,
                     s.hypotheses, s.source);
}

std::string list() {
  std::string text;
  for (const Statement& s : theorems::all()) {
    text += fmt::format("{}{}\n", s.name, s.planted_false ? "  (planted, false)" : "");
  }
  return text;
}

/// A claim that is expected to hold but comes out refuted, or to fail but holds, is a refutation; what could
/// not be decided is inconclusive; refuted wins.
ExitCode exit_code(const std::vector<ClaimResult>& results) {
  ExitCode code = ExitCode::as_claimed;
  for (const ClaimResult& r : results) {
    if (r.as_claimed()) {
      continue;
    }
    if (r.judged.verdict != Verdict::inconclusive) {
      return ExitCode::refuted;
    }
    code = ExitCode::inconclusive;
  }
  return code;
}

std::string file_name(const ClaimResult& r, std::size_t number) {
  std::string name = fmt::format("{:04}-{}-{}.json", number, r.theorem, r.run);
  std::ranges::replace(name, '/', '.');
  return name;
}

void write_certificates(const std::string& directory, const std::vector<ClaimResult>& results,
                        const std::vector<files::InputFile>& inputs, const std::string& command_line) {
  std::size_t number = 0;
  for (const ClaimResult& r : results) {
    const files::Fields head = files::provenance("ntkcert/certificate/1", command_line, inputs, {});
    files::write_file((std::filesystem::path(directory) / file_name(r, ++number)).string(),
                      to_json(r.certificate, head));
  }
}

/// Leaves the claims of which --only's text is a part of the statement's name or of the run's.
void select(files::ClaimsFile& suite, const Arguments& arguments) {
  if (arguments.has("--only")) {
    const std::string& part = arguments.text("--only");
    std::erase_if(suite.claims, [&](const files::ClaimEntry& claim) {
      return claim.theorem.find(part) == std::string::npos &&
             suite.runs[claim.run].name.find(part) == std::string::npos;
    });
  }
}

ExitCode run_check(const Arguments& arguments) {
  if (arguments.has("--list") || arguments.has("--explain")) {
    deliver(arguments,
            arguments.has("--list") ? list() : description(theorems::find(arguments.text("--explain"))));
    return ExitCode::as_claimed;
  }
  const std::string format = choice_option(arguments, "--format", {"text", "json", "junit"});
  const auto limit = precision_option(arguments, "--max-precision");
  constexpr long kLimit = 512;
  SuiteOptions options{precision_option(arguments, "--precision"), limit.value_or(Precision(kLimit)),
                       std::nullopt, jobs(arguments)};
  if (arguments.has("--expect")) {
    options.expect = verdict_from_text(
        choice_option(arguments, "--expect", {"proved", "refuted", "inconclusive", "consistent"}));
  }
  if (!arguments.has("CLAIMS")) {
    throw InvalidInput("no claims file given (or --list, --explain NAME)");
  }
  check_output(arguments);
  if (arguments.has("--certificate") && !std::filesystem::is_directory(arguments.text("--certificate"))) {
    throw files::OutputError(
        fmt::format("--certificate {}: not a directory", arguments.text("--certificate")));
  }
  ProgressLine progress(arguments);
  std::vector<ClaimResult> results;
  std::vector<files::InputFile> inputs;
  for (const std::string& path : arguments.texts("CLAIMS")) {
    files::ClaimsFile suite = files::read_claims(path);
    select(suite, arguments);
    inputs.insert(inputs.end(), suite.inputs.begin(), suite.inputs.end());
    std::ranges::move(check_suite(suite, options, progress), std::back_inserter(results));
  }
  if (results.empty() && arguments.has("--only")) {
    throw InvalidInput(
        fmt::format("--only '{}': it is part of no claim's statement or run; `--list` has the statements",
                    arguments.text("--only")));
  }
  if (arguments.has("--certificate")) {
    write_certificates(arguments.text("--certificate"), results, inputs, arguments.command_line());
  }
  const files::Fields head = files::provenance("ntkcert/verdicts/1", arguments.command_line(), inputs, {});
  deliver(arguments, format == "text"   ? report::as_text(results)
                     : format == "json" ? report::as_json(results, head)
                                        : report::as_junit(results));
  return exit_code(results);
}

}  // namespace

Command check_command() {
  using enum Option::Need;
  return {
      "check",
      "Verdicts on a suite of claims: proved, refuted, consistent or inconclusive, for every t of the "
      "horizon",
      {{"CLAIMS", "", "suites (TOML, schema ntkcert/claims/1)", "", any_number},
       {"--format", "FORMAT", "text, json or junit", "text", optional},
       {"--certificate", "DIR", "also write a certificate of each claim into this directory", "", optional},
       {"--only", "TEXT", "the claims alone whose statement or run has TEXT in its name", "", optional},
       {"--expect", "VERDICT", "what every claim must come to, instead of the file's word", "", optional},
       {"--precision", "BITS", "auto (what each run asks for) or a number of bits", "auto", optional},
       {"--max-precision", "BITS", "where refinement must stop (512 if not given)", "", optional},
       jobs_option(),
       {"--list", "", "list the statements that can be claimed", "", optional},
       {"--explain", "NAME", "a statement's formula, hypotheses and source", "", optional},
       progress_option(),
       output_option()},
      run_check};
}

}  // namespace ntkcert::commands
