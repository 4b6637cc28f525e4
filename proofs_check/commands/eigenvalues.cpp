#include "ntkcert/spectrum/eigenvalues.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "commands/command.hpp"
#include "commands/options.hpp"
#include "files/json_value.hpp"
#include "files/provenance.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"

namespace ntkcert::commands {
namespace {

constexpr long kMostDigits = 1'000'000;
constexpr long kMostDimensions = 1'000'000'000;

/// The library is asked for a digit more than the user wants and this many more are printed, so that the
/// radius of the printed, outward rounded enclosure is at most (0.1 + 0.01 + 0.01)·10^{−digits} relative to
/// the value.
constexpr long kSpareDigits = 1;
constexpr long kPrintedSpareDigits = 3;

Architecture read_architecture(const Arguments& arguments) {
  const auto activation = find_activation(arguments.text("--activation"));
  const KernelKind kind =
      choice_option(arguments, "--kernel", {"ntk", "nngp"}) == "ntk" ? KernelKind::ntk : KernelKind::nngp;
  const bool paper = choice_option(arguments, "--preset", {"paper", "he"}) == "paper";
  Architecture architecture =
      paper ? Architecture::paper(activation, kind) : Architecture::he(activation, kind);
  const auto override_with = [&](const std::string& name, Rational& variance) {
    variance = rational_option(arguments, name).value_or(variance);
  };
  override_with("--weight-variance", architecture.weight_variance);
  override_with("--first-weight-variance", architecture.first_weight_variance);
  override_with("--bias-variance", architecture.bias_variance);
  constexpr long kDeepest = 1000;
  architecture.depth = integer_option(arguments, "--depth", 1, kDeepest);
  architecture.check();
  return architecture;
}

EigenvalueRequest read_request(const Arguments& arguments) {
  EigenvalueRequest request;
  request.architecture = read_architecture(arguments);
  request.dimension = integer_option(arguments, "--dim", 2, kMostDimensions);
  request.degrees = degrees_option(arguments, "--degrees");
  request.digits = integer_option(arguments, "--digits", 1, kMostDigits) + kSpareDigits;
  request.start = precision_option(arguments, "--precision");
  request.limit =
      precision_option(arguments, "--max-precision").value_or(request.start.value_or(request.limit));
  return request;
}

/// What an eigenvalue λ_k is multiplied by in another normalisation.
class Normalization {
 public:
  Normalization(const Arguments& arguments, long dimension, Precision p)
      : name_(choice_option(arguments, "--normalization",
                            {"lambda", "lambda-multiplicity", "gegenbauer", "surface"})),
        dimension_(dimension),
        precision_(p) {
    if (name_ == "gegenbauer" && dimension == 2) {
      throw InvalidInput("--normalization gegenbauer with --dim 2: accepted are dimensions 3 or more");
    }
  }

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Ball apply(const Eigenvalue& eigenvalue) const {
    return eigenvalue.proved_zero ? eigenvalue.value : eigenvalue.value * factor(eigenvalue);
  }

 private:
  [[nodiscard]] Ball factor(const Eigenvalue& eigenvalue) const {
    const Ball half_dimension(Rational(dimension_, 2), precision_);
    if (name_ == "lambda-multiplicity") {
      return {eigenvalue.multiplicity, precision_};
    }
    if (name_ == "gegenbauer") {
      // κ = Σ b_k C_k^{(α)} with α = d/2 − 1 and P_k = C_k/C_k(1), N/C_k(1) = (k+α)/α.
      return {Rational(2 * eigenvalue.degree + dimension_ - 2, dimension_ - 2), precision_};
    }
    if (name_ == "surface") {
      // |S^{d−1}| = 2π^{d/2}/Γ(d/2): surface measure in place of a probability measure.
      return pow(Ball::pi(precision_), half_dimension) * reciprocal_gamma(half_dimension) * 2;
    }
    return {1, precision_};
  }

  std::string name_;
  long dimension_;
  Precision precision_;
};

struct Row {
  std::string degree;
  std::string multiplicity;
  DecimalEnclosure value;
  bool proved_zero;
};

struct Table {
  files::Fields head;
  DecimalEnclosure trace;
  DecimalEnclosure tail;
  std::vector<Row> rows;
};

Table make_table(const Arguments& arguments, const EigenvalueRequest& request, const Spectrum& spectrum) {
  // A factor rounded at this precision leaves the digits asked for as they are.
  constexpr long kBitsPerTenDigits = 34;
  const Precision p = std::max(spectrum.precision, Precision(64 + request.digits * kBitsPerTenDigits / 10));
  const Normalization normalization(arguments, request.dimension, p);
  const long printed = request.digits - kSpareDigits + kPrintedSpareDigits;
  const Architecture& architecture = request.architecture;
  Table table{files::provenance("ntkcert/eigenvalues/1", arguments.command_line(), {},
                                {{"kernel", to_text(architecture.kind)},
                                 {"activation", std::string(architecture.activation->name())},
                                 {"depth", std::to_string(architecture.depth)},
                                 {"first_weight_variance", to_text(architecture.first_weight_variance)},
                                 {"weight_variance", to_text(architecture.weight_variance)},
                                 {"bias_variance", to_text(architecture.bias_variance)},
                                 {"dimension", std::to_string(request.dimension)},
                                 {"normalization", normalization.name()},
                                 {"digits", std::to_string(std::max(0L, spectrum.digits - kSpareDigits))},
                                 {"algorithm", spectrum.algorithm},
                                 {"precision", std::to_string(spectrum.precision.bits())}}),
              decimal_enclosure(spectrum.trace, printed),
              decimal_enclosure(spectrum.tail, printed),
              {}};
  for (const Eigenvalue& eigenvalue : spectrum.eigenvalues) {
    table.rows.push_back({std::to_string(eigenvalue.degree), eigenvalue.multiplicity.str(),
                          decimal_enclosure(normalization.apply(eigenvalue), printed),
                          eigenvalue.proved_zero});
  }
  return table;
}

std::string as_csv(const Table& table) {
  files::Fields head = table.head;
  head.emplace_back("trace", fmt::format("[{}, {}]", table.trace.lower, table.trace.upper));
  head.emplace_back("tail", fmt::format("[{}, {}]", table.tail.lower, table.tail.upper));
  std::string text = files::comment_lines(head) + "degree,multiplicity,lo,hi,mid,rad\n";
  for (const Row& row : table.rows) {
    text += fmt::format("{},{},{},{},{},{}\n", row.degree, row.multiplicity, row.value.lower, row.value.upper,
                        row.value.middle, row.value.radius);
  }
  return text;
}

files::Fields members(const DecimalEnclosure& x) {
  return {{"lo", x.lower}, {"hi", x.upper}, {"mid", x.middle}, {"rad", x.radius}};
}

std::string as_json(const Table& table) {
  std::string text =
      fmt::format("{{{},\n \"trace\": {{{}}},\n \"tail\": {{{}}},\n \"eigenvalues\": [",
                  files::json_members(table.head, ",\n "), files::json_members(members(table.trace)),
                  files::json_members(members(table.tail)));
  std::string_view separator = "\n  ";
  for (const Row& row : table.rows) {
    files::Fields fields{{"degree", row.degree}, {"multiplicity", row.multiplicity}};
    std::ranges::move(members(row.value), std::back_inserter(fields));
    text += fmt::format("{}{{{}}}", separator, files::json_members(fields));
    separator = ",\n  ";
  }
  return text + "]}\n";
}

std::string as_text(const Table& table) {
  std::string text;
  for (const auto& [name, value] : table.head) {
    text += fmt::format("{:22} {}\n", name, value);
  }
  std::size_t digits_width = 10;
  std::size_t multiplicity_width = 12;
  for (const Row& row : table.rows) {
    digits_width = std::max(digits_width, row.value.middle.size());
    multiplicity_width = std::max(multiplicity_width, row.multiplicity.size());
  }
  text += fmt::format("\n{:>8}  {:>{}}  {:<{}}  {}\n", "degree", "multiplicity", multiplicity_width,
                      "eigenvalue", digits_width, "radius");
  for (const Row& row : table.rows) {
    text += fmt::format("{:>8}  {:>{}}  {:<{}}  {}\n", row.degree, row.multiplicity, multiplicity_width,
                        row.value.middle, digits_width,
                        row.proved_zero ? "0 (proved by parity)" : row.value.radius);
  }
  return text + fmt::format("\n{:22} {} ± {}\n{:22} {} ± {}\n", "trace", table.trace.middle,
                            table.trace.radius, "tail", table.tail.middle, table.tail.radius);
}

ExitCode run_eigenvalues(const Arguments& arguments) {
  const std::string format = choice_option(arguments, "--format", {"text", "csv", "json"});
  const EigenvalueRequest request = read_request(arguments);
  check_output(arguments);
  const Spectrum spectrum = eigenvalues(request);
  const Table table = make_table(arguments, request, spectrum);
  deliver(arguments, format == "csv" ? as_csv(table) : format == "json" ? as_json(table) : as_text(table));
  if (spectrum.reached) {
    return ExitCode::as_claimed;
  }
  fmt::print(stderr,
             "ntkcert: --digits {}: {} digits reached at {} bits; accepted are fewer digits or a larger "
             "--max-precision\n",
             request.digits - kSpareDigits, std::max(0L, spectrum.digits - kSpareDigits),
             request.limit.bits());
  return ExitCode::inconclusive;
}

}  // namespace

Command eigenvalues_command() {
  using enum Option::Need;
  return {"eigenvalues",
          "Enclosures of the eigenvalues by degree of a limiting kernel on the sphere",
          {{"--activation", "NAME", fmt::format("{}", fmt::join(activation_names(), ", ")), "", required},
           {"--dim", "D", "dimension of the space around the sphere, 2 or more", "", required},
           {"--degrees", "LIST", "0..100, 0..1000:10 or 0,1,2,7", "", required},
           {"--digits", "N", "correct significant digits of every nonzero eigenvalue", "30", {}},
           {"--kernel", "KERNEL", "ntk or nngp", "ntk", {}},
           {"--preset",
            "PRESET",
            "variances of first weights, weights, biases: paper 1, 1, 1; he 1, 2, 0",
            "paper",
            {}},
           {"--first-weight-variance", "V", "exact decimal or fraction, in place of the preset's", "", {}},
           {"--weight-variance", "V", "exact decimal or fraction, in place of the preset's", "", {}},
           {"--bias-variance", "V", "exact decimal or fraction, in place of the preset's", "", {}},
           {"--depth", "L", "number of hidden layers", "1", {}},
           {"--normalization",
            "NAME",
            "lambda; lambda-multiplicity (times N(d,k)); gegenbauer (coefficient of C_k); surface (times "
            "|S^{d-1}|)",
            "lambda",
            {}},
           {"--format", "FORMAT", "text, csv or json", "text", {}},
           {"--precision", "BITS", "working precision, auto or a number of bits", "auto", {}},
           {"--max-precision", "BITS", "where auto must stop (65536 if not given)", "", {}},
           output_option()},
          run_eigenvalues};
}

}  // namespace ntkcert::commands
