#include "commands/flow_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "files/json_value.hpp"
#include "files/population_quantities.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/deviation/sample_deviation.hpp"
#include "ntkcert/network/tangent_kernel.hpp"

namespace ntkcert::commands {
namespace {

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

/// What is known about the flow at one time of a step.
class Snapshot {
 public:
  Snapshot(const Trajectory& flow, FlowReferences& references, const Step& step, const StepModels& models,
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
  FlowReferences& references_;
  const Step& step_;
  const StepModels& models_;
  const Rational& time_;
  bool equal_points_;
  Ball local_;
};

/// One record as an NDJSON line, or as CSV lines t,quantity,index,lo,hi.
class RecordWriter {
 public:
  explicit RecordWriter(bool is_csv) : is_csv_(is_csv) {}

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

/// The step's end up to the horizon and what the run asks for on the step, ascending, each once. A time at
/// which two steps meet belongs to the earlier one.
std::map<Rational, std::string> record_times(const files::RunFile& run, const Step& step) {
  const Rational start = step.start.to_rational();
  const Rational end = std::min(step.end().to_rational(), run.horizon);
  std::map<Rational, std::string> times{{end, exact_text(end)}};
  for (const files::OutputTime& time : run.times) {
    if ((time.value > start || start == 0) && time.value <= end) {
      times.insert_or_assign(time.value, time.text);
    }
  }
  return times;
}

}  // namespace

DecimalEnclosure decimals(const Ball& x) {
  constexpr long kSpare = 4;
  constexpr double kDigitsPerBit = 0.30103;
  const long enough = static_cast<long>(static_cast<double>(x.precision().bits()) * kDigitsPerBit);
  return decimal_enclosure(x, relative_digits(x, enough) + kSpare);
}

Vector FlowReferences::deviation(SampleOperator which, const Ball& t, const Vector& residual) {
  auto found = decomposed_.find(which);
  if (found == decomposed_.end()) {
    found = decomposed_.emplace(which, SymmetricEigen(evaluation_.gram(which))).first;
  }
  return deviation_at(found->second, t, residual, evaluation_.initial_residual());
}

FlowRecords::FlowRecords(const files::RunFile& run, FlowProblem problem, bool is_csv)
    : run_(run),
      is_csv_(is_csv),
      equal_points_(run.samples.equal_points().has_value()),
      start_(std::move(problem), {}),
      references_(start_),
      population_(run, start_.problem()) {}

std::string record_head(bool is_csv, const files::Fields& fields) {
  return is_csv ? files::comment_lines(fields) + "t,quantity,index,lo,hi\n"
                : fmt::format("{{{}}}\n", files::json_members(fields));
}

std::string FlowRecords::of_step(const Trajectory& flow, const Step& step) {
  const StepModels models = flow.models(step);
  RecordWriter writer(is_csv_);
  std::string text;
  for (const auto& [value, name] : record_times(run_, step)) {
    const Snapshot snapshot(flow, references_, step, models, value, equal_points_);
    writer.start(name);
    for (const std::string& quantity : run_.quantities) {
      if (!files::is_population_quantity(quantity)) {
        writer.add(quantity, snapshot.quantity(quantity));
        continue;
      }
      for (const auto& [key, values] : population_.quantity(quantity, flow, value)) {
        writer.add(key, values);
      }
    }
    text += writer.finish();
  }
  return text;
}

}  // namespace ntkcert::commands
