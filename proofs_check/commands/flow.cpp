#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "commands/certified_flow.hpp"
#include "commands/command.hpp"
#include "commands/flow_population.hpp"
#include "commands/options.hpp"
#include "commands/progress.hpp"
#include "files/json_value.hpp"
#include "files/population_quantities.hpp"
#include "files/provenance.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/claim/run_evaluation.hpp"
#include "ntkcert/deviation/sample_deviation.hpp"
#include "ntkcert/network/tangent_kernel.hpp"

namespace ntkcert::commands {
namespace {

/// The decimals of an enclosure: those that are known and a few more, so that rounding them outward widens it
/// by less than a hundredth.
DecimalEnclosure decimals(const Ball& x) {
  constexpr long kSpare = 4;
  constexpr double kDigitsPerBit = 0.30103;
  const long enough = static_cast<long>(static_cast<double>(x.precision().bits()) * kDigitsPerBit);
  return decimal_enclosure(x, relative_digits(x, enough) + kSpare);
}

/// A value ≥ 0 as "p/q", or as a decimal if there is a finite one.
std::string exact_text(const Rational& value) {
  Integer denominator = boost::multiprecision::denominator(value);
  std::size_t twos = 0;
  std::size_t fives = 0;
  for (; denominator % 2 == 0; denominator /= 2) {
    ++twos;
  }
  for (; denominator % 5 == 0; denominator /= 5) {
    ++fives;
  }
  const std::size_t places = std::max(twos, fives);
  if (denominator != 1 || places == 0) {
    return to_text(value);
  }
  const Integer ten_power = boost::multiprecision::pow(Integer(10), static_cast<unsigned>(places));
  const Rational scaled = value * Rational(ten_power);
  std::string digits = boost::multiprecision::numerator(scaled).str();
  digits.insert(0, places + 1 - std::min(places + 1, digits.size()), '0');
  return digits.insert(digits.size() - places, ".");
}

/// The matrices G of the deviations r̂_t − e^{−Gt}r̂_0, decomposed when first asked for.
class References {
 public:
  explicit References(const Trajectory& flow) : evaluation_(flow) {}

  [[nodiscard]] Vector deviation(SampleOperator which, const Ball& t, const Vector& residual) {
    auto found = decomposed_.find(which);
    if (found == decomposed_.end()) {
      found = decomposed_.emplace(which, SymmetricEigen(evaluation_.gram(which))).first;
    }
    return deviation_at(found->second, t, residual, evaluation_.initial_residual());
  }

 private:
  RunEvaluation evaluation_;
  std::map<SampleOperator, SymmetricEigen> decomposed_;
};

/// What is known about the flow at one time of a step.
class Snapshot {
 public:
  Snapshot(const Trajectory& flow, References& references, const Step& step, const StepModels& models,
           const Rational& time, bool equal_points)
      : flow_(flow),
        references_(references),
        step_(step),
        models_(models),
        time_(time),
        equal_points_(equal_points),
        local_(flow.local_time(step, time)) {}

  /// Every name that a run may ask for (files/run_file.cpp).
  [[nodiscard]] Vector quantity(const std::string& name) const {
    static const std::map<std::string, Vector (Snapshot::*)() const> known{
        {"residual", &Snapshot::residual},
        {"residual_norm", &Snapshot::residual_norm},
        {"risk", &Snapshot::risk},
        {"displacement", &Snapshot::displacement},
        {"radius", &Snapshot::radius},
        {"gram", &Snapshot::gram},
        {"gram_eigenvalues", &Snapshot::gram_eigenvalues},
        {"deviation_limit", &Snapshot::deviation<SampleOperator::limit>},
        {"deviation_initial", &Snapshot::deviation<SampleOperator::initial>}};
    return (this->*known.at(name))();
  }

 private:
  [[nodiscard]] Vector residual() const {
    Vector r;
    r.reserve(models_.residual.size());
    for (const TaylorModel& model : models_.residual) {
      r.push_back(model(local_));
    }
    return r;
  }
  [[nodiscard]] Vector residual_norm() const { return {sqrt_nonnegative(models_.residual_square(local_))}; }
  [[nodiscard]] Vector risk() const { return {scaled(models_.residual_square(local_), -1)}; }
  [[nodiscard]] Vector displacement() const {
    return {sqrt_nonnegative(models_.displacement_square(local_))};
  }
  [[nodiscard]] Vector radius() const { return {Ball(step_.radius, flow_.problem().precision)}; }
  [[nodiscard]] Matrix gram_matrix() const {
    return tangent_gram(flow_.enclosure_at(time_), flow_.problem().points);
  }
  [[nodiscard]] Vector gram() const {
    const Matrix matrix = gram_matrix();
    Vector r;
    r.reserve(static_cast<std::size_t>(matrix.rows() * matrix.columns()));
    for (long i = 0; i < matrix.rows(); ++i) {
      for (long j = 0; j < matrix.columns(); ++j) {
        r.push_back(matrix(i, j));
      }
    }
    return r;
  }
  [[nodiscard]] Vector gram_eigenvalues() const {
    const SymmetricEigen eigen(gram_matrix());
    Vector r;
    r.reserve(static_cast<std::size_t>(eigen.size()));
    for (long i = 0; i < eigen.size(); ++i) {
      // A Gram matrix is positive semidefinite, and singular if two of its rows are equal.
      r.push_back(i == 0 && equal_points_ ? Ball(0, eigen.precision()) : eigen.eigenvalue(i));
    }
    return r;
  }
  template <SampleOperator Which>
  [[nodiscard]] Vector deviation() const {
    return references_.deviation(Which, Ball(time_, flow_.problem().precision), residual());
  }

  const Trajectory& flow_;
  References& references_;
  const Step& step_;
  const StepModels& models_;
  const Rational& time_;
  bool equal_points_;
  Ball local_;
};

/// The times of the records: the steps' ends up to the horizon and what the run asks for, ascending, each
/// once.
std::vector<files::OutputTime> record_times(const files::RunFile& run, const Trajectory& flow) {
  std::map<Rational, std::string> times;
  for (const Step& step : flow.steps()) {
    const Rational end = std::min(step.end().to_rational(), run.horizon);
    times.emplace(end, exact_text(end));
  }
  for (const files::OutputTime& time : run.times) {
    times.insert_or_assign(time.value, time.text);
  }
  std::vector<files::OutputTime> r;
  r.reserve(times.size());
  for (const auto& [value, text] : times) {
    r.push_back({text, value});
  }
  return r;
}

/// One record as an NDJSON line, or as CSV lines t,quantity,index,lo,hi.
class RecordWriter {
 public:
  explicit RecordWriter(bool is_csv) : is_csv_(is_csv) {}

  [[nodiscard]] std::string head(const files::Fields& fields) const {
    return is_csv_ ? files::comment_lines(fields) + "t,quantity,index,lo,hi\n"
                   : fmt::format("{{{}}}\n", files::json_members(fields));
  }
  void start(const std::string& time) {
    time_ = time;
    text_ = is_csv_ ? "" : fmt::format("{{\"t\":{},\"quantities\":{{", files::json_quote(time));
    first_ = true;
  }
  void add(const std::string& name, const Vector& values) {
    if (!is_csv_) {
      text_ += fmt::format("{}{}:[", first_ ? "" : ",", files::json_quote(name));
      first_ = false;
    }
    std::size_t index = 0;
    for (const Ball& value : values) {
      const DecimalEnclosure x = decimals(value);
      text_ +=
          is_csv_ ? fmt::format("{},{},{},{},{}\n", time_, name, index, x.lower, x.upper)
                  : fmt::format("{}{{\"lo\":\"{}\",\"hi\":\"{}\"}}", index == 0 ? "" : ",", x.lower, x.upper);
      ++index;
    }
    text_ += is_csv_ ? "" : "]";
  }
  [[nodiscard]] std::string finish() const { return is_csv_ ? text_ : text_ + "}}\n"; }

 private:
  bool is_csv_;
  bool first_ = true;
  std::string time_;
  std::string text_;
};

struct CertifiedFlow {
  Trajectory trajectory;
  bool in_doubles;
};

files::Fields head_fields(const Arguments& arguments, const files::RunFile& run,
                          const CertifiedFlow& certified) {
  const Trajectory& flow = certified.trajectory;
  const auto seed = [](const std::optional<std::uint64_t>& value) {
    return value ? std::to_string(*value) : std::string("none");
  };
  const FlowProblem& problem = flow.problem();
  return files::provenance("ntkcert/flow/1", arguments.command_line(), run.inputs,
                           {{"network_seed", seed(run.network_seed)},
                            {"sample_seed", seed(run.sample_seed)},
                            {"activation", std::string(run.activation->name())},
                            {"width", std::to_string(problem.initial.width())},
                            {"dimension", std::to_string(problem.initial.dim())},
                            {"samples", std::to_string(problem.points.size())},
                            {"horizon", to_text(run.horizon)},
                            {"tolerance", to_text(run.tolerance)},
                            {"tier", certified.in_doubles ? "double" : "ball"},
                            {"precision", std::to_string(problem.precision.bits())},
                            {"steps", std::to_string(flow.steps().size())},
                            {"radius", decimals(Ball(flow.radius(), problem.precision)).upper}});
}

CertifiedFlow certify(const files::RunFile& run, const std::optional<Precision>& limit, std::size_t threads,
                      ProgressLine& progress) {
  if (run.tier == files::Tier::doubles) {
    return {flow_in_doubles(run, threads, progress), true};
  }
  if (prefers_doubles(run)) {
    try {
      Trajectory flow = flow_in_doubles(run, threads, progress);
      if (reaches_tolerance(run, flow)) {
        return {std::move(flow), true};
      }
    } catch (const FlowExhausted&) {
      // Balls reach further.
    }
  }
  constexpr long kLimit = 4096;
  return {certified_flow(run, flow_budget(run, limit.value_or(Precision(kLimit))), progress).value, false};
}

ExitCode run_flow(const Arguments& arguments) {
  const bool is_csv = choice_option(arguments, "--format", {"ndjson", "csv"}) == "csv";
  const auto precision = precision_option(arguments, "--precision");
  const auto limit = precision_option(arguments, "--max-precision");
  ProgressLine progress(arguments);
  check_output(arguments);
  files::RunFile run = files::read_run(arguments.text("RUN"));
  if (precision) {
    if (run.tier == files::Tier::doubles) {
      throw InvalidInput("--precision: the run's tier is \"double\", which has none to choose");
    }
    run.precision = precision;
  }
  const CertifiedFlow certified = certify(run, limit, jobs(arguments), progress);
  const Trajectory& flow = certified.trajectory;
  References references(flow);
  PopulationRecords population(run, flow);
  const auto equal_points = run.samples.equal_points();
  if (equal_points) {
    progress.clear();
    fmt::print(stderr, "ntkcert: {}: points {} and {} are equal: the Gram matrices have the eigenvalue 0\n",
               arguments.text("RUN"), equal_points->first + 1, equal_points->second + 1);
  }
  RecordWriter writer(is_csv);
  std::string text = writer.head(head_fields(arguments, run, certified));
  const Step* current = nullptr;
  std::optional<StepModels> models;
  for (const files::OutputTime& time : record_times(run, flow)) {
    const Step& step = flow.step_at(time.value);
    if (&step != current) {
      models = flow.models(step);
      current = &step;
    }
    progress.show(fmt::format("record at t = {}", time.text));
    const Snapshot snapshot(flow, references, step, *models, time.value, equal_points.has_value());
    writer.start(time.text);
    for (const std::string& name : run.quantities) {
      if (!files::is_population_quantity(name)) {
        writer.add(name, snapshot.quantity(name));
        continue;
      }
      for (const auto& [key, values] : population.quantity(name, time.value)) {
        writer.add(key, values);
      }
    }
    text += writer.finish();
  }
  progress.clear();
  deliver(arguments, text);
  if (reaches_tolerance(run, flow)) {
    return ExitCode::as_claimed;
  }
  const std::string radius = decimals(Ball(flow.radius(), flow.problem().precision)).upper;
  if (certified.in_doubles) {
    fmt::print(stderr, "ntkcert: {}: radius {} in doubles: tier \"ball\" can reach the tolerance {}\n",
               arguments.text("RUN"), radius, to_text(run.tolerance));
  } else {
    fmt::print(stderr, "ntkcert: {}: radius {} at {} bits: the tolerance {} needs a larger precision\n",
               arguments.text("RUN"), radius, flow.problem().precision.bits(), to_text(run.tolerance));
  }
  return ExitCode::inconclusive;
}

}  // namespace

Command flow_command() {
  using enum Option::Need;
  return {"flow",
          "A validated gradient flow: enclosures at the end of every step and at the times asked for",
          {{"RUN", "", "the run (TOML, schema ntkcert/run/1)", "", required},
           {"--format", "FORMAT", "ndjson or csv", "ndjson", {}},
           {"--precision",
            "BITS",
            "auto (the run's own, or what its tolerance takes) or a number of bits",
            "auto",
            {}},
           {"--max-precision", "BITS", "where auto must stop (4096 if not given)", "", {}},
           jobs_option(),
           progress_option(),
           output_option()},
          run_flow};
}

}  // namespace ntkcert::commands
