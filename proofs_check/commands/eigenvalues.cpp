#include "ntkcert/spectrum/eigenvalues.hpp"
#include "ntkcert/ball/parallel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "commands/architecture_options.hpp"
#include "commands/command.hpp"
#include "commands/options.hpp"
#include "commands/progress.hpp"
#include "commands/timed_spectrum.hpp"
#include "files/build_info.hpp"
#include "files/output_file.hpp"
#include "files/provenance.hpp"
#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/spectrum/certificate_cache.hpp"
#include "ntkcert/spectrum/facts.hpp"
#include "report/eigenvalue_table.hpp"
#include "report/normalization.hpp"

namespace ntkcert::commands {
namespace {

constexpr long kMostDigits = 1'000'000;
constexpr long kMostDimensions = 1'000'000'000;

/// The library is asked for a digit more than the user wants and this many more are printed, so that the
/// radius of the printed, outward rounded enclosure is at most (0.1 + 0.01 + 0.01)·10^{−digits} relative to
/// the value.
constexpr long kSpareDigits = 1;
constexpr long kPrintedSpareDigits = 3;

/// The user's cache of bounds that this very program has found; none for a build whose sources no commit
/// names.
std::shared_ptr<const CertificateCache> user_cache() {
  const auto folder = CertificateCache::user_folder();
  const std::string& commit = files::build_info().commit;
  if (!folder || commit == "unknown" || commit.ends_with("-dirty")) {
    return nullptr;
  }
  return std::make_shared<CertificateCache>(
      *folder, fmt::format("{} {}", files::build_info().version, commit),
      [](const std::string& problem) { fmt::print(stderr, "ntkcert: cache: {}\n", problem); });
}

EigenvalueRequest read_request(const Arguments& arguments) {
  EigenvalueRequest request;
  request.architecture = read_architecture(arguments);
  request.dimension = integer_option(arguments, "--dim", 2, kMostDimensions);
  if (!arguments.has("--degrees") && !arguments.has("--until")) {
    throw InvalidInput("--degrees is required, or --until in place of it");
  }
  if (arguments.has("--degrees") && arguments.has("--until")) {
    throw InvalidInput("--degrees, --until: accepted is one of the two");
  }
  if (arguments.has("--until") && arguments.has("--timeout")) {
    throw InvalidInput("--until, --timeout: accepted is one of the two");
  }
  if (arguments.has("--degrees")) {
    request.degrees = degrees_option(arguments, "--degrees");
  }
  request.digits = integer_option(arguments, "--digits", 1, kMostDigits) + kSpareDigits;
  request.start = precision_option(arguments, "--precision");
  request.limit =
      precision_option(arguments, "--max-precision").value_or(request.start.value_or(request.limit));
  if (arguments.has("--algorithm")) {
    request.algorithm = arguments.text("--algorithm");
  }
  request.cross_check = arguments.has("--cross-check");
  request.cache = user_cache();
  request.jobs = jobs(arguments);
  return request;
}

/// The spectrum asked for, by --degrees or by --until, as far as --timeout lets it come.
struct Result {
  Spectrum spectrum;
  bool complete = true;
  files::Fields notes;
};

/// What is asked for beside the eigenvalues.
struct Extras {
  std::optional<Rational> ridge;
  std::optional<Rational> epsilon;
  std::optional<Rational> decay_exponent;
};

Extras read_extras(const Arguments& arguments, const EigenvalueRequest& request) {
  Extras extras{rational_option(arguments, "--ridge"), rational_option(arguments, "--learning-time"),
                std::nullopt};
  if (extras.ridge && *extras.ridge <= 0) {
    throw InvalidInput(fmt::format("--ridge {}: accepted are numbers above 0", arguments.text("--ridge")));
  }
  if (extras.epsilon && (*extras.epsilon <= 0 || *extras.epsilon >= Rational(1))) {
    throw InvalidInput(fmt::format("--learning-time {}: accepted are numbers between 0 and 1",
                                   arguments.text("--learning-time")));
  }
  if (arguments.has("--facts")) {
    extras.decay_exponent =
        rational_option(arguments, "--decay-exponent").value_or(Rational(request.dimension));
  } else if (arguments.has("--decay-exponent")) {
    throw InvalidInput("--decay-exponent: accepted with --facts only");
  }
  return extras;
}

Result until_tail(const Arguments& arguments, const EigenvalueRequest& request) {
  constexpr std::string_view kPrefix = "tail=";
  const std::string& text = arguments.text("--until");
  if (!text.starts_with(kPrefix)) {
    throw InvalidInput(fmt::format("--until {}: accepted is tail=EPSILON, such as tail=1e-6", text));
  }
  const Rational epsilon = parse_rational(text.substr(kPrefix.size()));
  if (epsilon <= 0) {
    throw InvalidInput(fmt::format("--until {}: accepted are tails above 0", text));
  }
  constexpr long kMostDegrees = 1'000'001;
  SpectrumUntil found = eigenvalues_until(request, epsilon, kMostDegrees);
  const long last = found.spectrum.eigenvalues.back().degree;
  return {std::move(found.spectrum),
          true,
          {{"until", fmt::format("the tail beyond degree {} is at most {}{}", last, to_text(epsilon),
                                 found.least ? ", and not before" : "")}}};
}

Result compute(const Arguments& arguments, const EigenvalueRequest& request) {
  if (arguments.has("--until")) {
    return until_tail(arguments, request);
  }
  if (arguments.has("--timeout")) {
    constexpr long kMostSeconds = 1'000'000;
    const std::chrono::seconds limit(integer_option(arguments, "--timeout", 1, kMostSeconds));
    TimedSpectrum timed = eigenvalues_within(limit, request);
    return {std::move(timed.spectrum), timed.complete, {}};
  }
  return {eigenvalues(request), true, {}};
}

std::string describe(const Monotonicity& m) {
  switch (m.decreasing) {
    case Truth::yes:
      return "strictly decreasing";
    case Truth::no:
      return fmt::format("not decreasing at degree {}", *m.degree);
    case Truth::unknown:
      break;
  }
  return fmt::format("not decided at degree {}", *m.degree);
}

/// What the listed eigenvalues prove: see spectrum/facts.hpp.
files::Fields facts(const Spectrum& spectrum, const Rational& exponent) {
  files::Fields fields;
  for (const auto& [name, parity] : {std::pair("even", 0L), std::pair("odd", 1L)}) {
    fields.emplace_back(fmt::format("{}_degrees", name), describe(monotonicity(spectrum, parity)));
    constexpr long kShown = 10;
    if (const auto bracket = decay_bracket(spectrum, parity, exponent)) {
      fields.emplace_back(fmt::format("{}_decay", name),
                          fmt::format("{} <= lambda_k k^{} <= {}", decimal_below(bracket->lower, kShown),
                                      to_text(exponent), decimal_above(bracket->upper, kShown)));
    }
  }
  return fields;
}

report::EigenvalueTable make_table(const Arguments& arguments, const EigenvalueRequest& request,
                                   const Result& result, const Extras& extras,
                                   const report::Normalization& normalization) {
  const Spectrum& spectrum = result.spectrum;
  const long printed = request.digits - kSpareDigits + kPrintedSpareDigits;
  const Architecture& architecture = request.architecture;
  report::EigenvalueTable table{
      files::provenance("ntkcert/eigenvalues/1", arguments.command_line(), {},
                        {{"kernel", to_text(architecture.kind)},
                         {"activation", std::string(architecture.activation->name())},
                         {"depth", std::to_string(architecture.depth)},
                         {"trained", to_text(architecture.trained)},
                         {"weights", architecture.weight_law()},
                         {"biases", architecture.bias_law()},
                         {"first_weight_variance", to_text(architecture.first_weight_variance)},
                         {"weight_variance", to_text(architecture.weight_variance)},
                         {"bias_variance", to_text(architecture.bias_variance)},
                         {"dimension", std::to_string(request.dimension)},
                         {"normalization", normalization.name()},
                         {"digits", std::to_string(std::max(0L, spectrum.digits - kSpareDigits))},
                         {"algorithm", spectrum.algorithm},
                         {"precision", std::to_string(spectrum.precision.bits())}}),
      {{"trace", decimal_enclosure(spectrum.trace, printed)},
       {"tail", decimal_enclosure(spectrum.tail, printed)}},
      result.notes,
      extras.epsilon.has_value(),
      printed};
  if (!spectrum.checked_by.empty()) {
    table.head.emplace_back("checked_by", spectrum.checked_by);
  }
  if (!result.complete) {
    table.head.emplace_back("complete", "no: stopped by --timeout");
  }
  if (extras.ridge) {
    table.sums.push_back(
        {"effective_dimension", decimal_enclosure(effective_dimension(spectrum, *extras.ridge), printed)});
  }
  if (extras.decay_exponent) {
    std::ranges::move(facts(spectrum, *extras.decay_exponent), std::back_inserter(table.facts));
  }
  return table;
}

/// Rows by chunks, which threads format; the text does not depend on their number.
template <typename Sink>
void write_rows(const report::EigenvalueTable& table, const report::TableFormat& format,
                const Spectrum& spectrum, const Extras& extras, const report::Normalization& normalization,
                std::size_t threads, ProgressLine& progress, Sink&& sink) {
  const long digits = table.digits - kPrintedSpareDigits;
  const auto line = [&](std::size_t i) {
    const Eigenvalue& e = spectrum.eigenvalues[i];
    const Ball value = normalization.apply(e);
    report::EigenvalueRow row{
        std::to_string(e.degree),       e.multiplicity.str(), decimal_enclosure(value, table.digits),
        correct_decimal(value, digits), e.proved_zero,        std::nullopt};
    if (extras.epsilon) {
      row.learning_time =
          decimal_enclosure(learning_time(e, *extras.epsilon, spectrum.precision), table.digits);
    }
    return format.row(table, row, i == 0);
  };
  constexpr std::size_t kChunk = 4096;
  for (std::size_t from = 0; from < spectrum.eigenvalues.size(); from += kChunk) {
    const std::size_t count = std::min(kChunk, spectrum.eigenvalues.size() - from);
    std::vector<std::string> lines(count);
    parallel_for(count, threads, [&](std::size_t i) { lines[i] = line(from + i); });
    sink(fmt::format("{}", fmt::join(lines, "")));
    progress.show(fmt::format("row {} of {}", from + count, spectrum.eigenvalues.size()));
  }
}

ExitCode run_eigenvalues(const Arguments& arguments) {
  const auto format = report::table_format(choice_option(arguments, "--format", report::table_formats()));
  const EigenvalueRequest request = read_request(arguments);
  const Extras extras = read_extras(arguments, request);
  // A factor rounded at this precision leaves the digits asked for as they are.
  constexpr long kBitsPerTenDigits = 34;
  const report::Normalization normalization(
      choice_option(arguments, "--normalization", report::Normalization::names()), request.dimension,
      Precision(64 + request.digits * kBitsPerTenDigits / 10));
  const std::size_t threads = jobs(arguments);
  ProgressLine progress(arguments);
  check_output(arguments);
  const Result result = compute(arguments, request);
  const report::EigenvalueTable table = make_table(arguments, request, result, extras, normalization);

  // A file is written whole; standard output as the rows come.
  std::string text;
  const bool to_file = arguments.has("--output");
  const auto sink = [&](std::string_view part) {
    to_file ? (void)text.append(part) : files::write_stdout(part);
  };
  sink(format->begin(table));
  write_rows(table, *format, result.spectrum, extras, normalization, threads, progress, sink);
  progress.clear();
  sink(format->end(table));
  if (to_file) {
    deliver(arguments, text);
  }
  if (!result.complete) {
    fmt::print(stderr,
               "ntkcert: --timeout {}: {} of {} degrees done; accepted are fewer degrees or more time\n",
               arguments.text("--timeout"), result.spectrum.eigenvalues.size(), request.degrees.size());
    // The thread that still computes is not waited for.
    std::fflush(nullptr);
    std::_Exit(static_cast<int>(ExitCode::inconclusive));
  }
  if (result.spectrum.reached) {
    return ExitCode::as_claimed;
  }
  fmt::print(stderr,
             "ntkcert: --digits {}: {} digits reached at {} bits; accepted are fewer digits or a larger "
             "--max-precision\n",
             request.digits - kSpareDigits, std::max(0L, result.spectrum.digits - kSpareDigits),
             request.limit.bits());
  return ExitCode::inconclusive;
}

}  // namespace

Command eigenvalues_command() {
  using enum Option::Need;
  std::vector<Option> options = architecture_options();
  std::ranges::move(
      std::vector<Option>{
          {"--dim", "D", "dimension of the space around the sphere, 2 or more", "", required},
          {"--degrees", "LIST", "0..100, 0..1000:10 or 0,1,2,7", "", {}},
          {"--until",
           "tail=EPSILON",
           "in place of --degrees: 0 to the first degree whose tail is at most EPSILON",
           "",
           {}},
          {"--digits", "N", "correct significant digits of every nonzero eigenvalue", "30", {}},
          {"--normalization",
           "NAME",
           "lambda; lambda-multiplicity (times N(d,k)); gegenbauer (coefficient of C_k); surface (times "
           "|S^{d-1}|)",
           "lambda",
           {}},
          {"--ridge",
           "TAU",
           "also the effective dimension, the sum of N(d,k) lambda_k/(lambda_k + TAU)",
           "",
           {}},
          {"--learning-time", "EPSILON", "also the time log(1/EPSILON)/lambda_k of each degree", "", {}},
          {"--facts", "", "also monotonicity and a decay bracket, for the degrees listed", "", {}},
          {"--decay-exponent", "S", "bracket lambda_k k^S (D if not given)", "", {}},
          {"--format", "FORMAT", "text, csv, json or latex", "text", {}},
          {"--algorithm", "NAME", "in place of the one that is probably the fastest", "", {}},
          {"--cross-check", "", "compute all by a second algorithm, too, and compare", "", {}},
          {"--timeout", "SECONDS", "write what is done by then", "", {}},
          jobs_option(),
          progress_option(),
          {"--precision", "BITS", "working precision, auto or a number of bits", "auto", {}},
          {"--max-precision", "BITS", "where auto must stop (65536 if not given)", "", {}},
          output_option()},
      std::back_inserter(options));
  return {"eigenvalues", "Enclosures of the eigenvalues by degree of a limiting kernel on the sphere",
          std::move(options), run_eigenvalues};
}

}  // namespace ntkcert::commands
