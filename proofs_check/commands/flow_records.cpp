#include "commands/flow_records.hpp"

#include <algorithm>
#include <utility>

#include "files/population_quantities.hpp"
#include "ntkcert/deviation/sample_deviation.hpp"
#include "ntkcert/network/tangent_kernel.hpp"

namespace ntkcert::commands {
namespace {

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
        {"gram_change", &Snapshot::gram_change},
        {"linear_limit", &Snapshot::linear<SampleOperator::limit>},
        {"linear_initial", &Snapshot::linear<SampleOperator::initial>},
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
  [[nodiscard]] Vector gram_change() const {
    return {(gram_matrix() - references_.gram(SampleOperator::initial)).frobenius_norm()};
  }
  template <SampleOperator Which>
  [[nodiscard]] Vector linear() const {
    return references_.linear(Which, Ball(time_, flow_.problem().precision));
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

}  // namespace

std::map<Rational, std::string> record_times(const files::RunFile& run, const Dyadic& begin,
                                             const Dyadic& last) {
  const Rational start = begin.to_rational();
  const Rational end = std::min(last.to_rational(), run.horizon);
  std::map<Rational, std::string> times{{end, exact_text(end)}};
  for (const files::OutputTime& time : run.times) {
    if ((time.value > start || start == 0) && time.value <= end) {
      times.insert_or_assign(time.value, time.text);
    }
  }
  return times;
}

const FlowReferences::Reference& FlowReferences::reference(SampleOperator which) {
  auto found = known_.find(which);
  if (found == known_.end()) {
    Matrix gram = evaluation_.gram(which);
    SymmetricEigen eigen(gram);
    found = known_.emplace(which, Reference{std::move(gram), std::move(eigen)}).first;
  }
  return found->second;
}

Vector FlowReferences::deviation(SampleOperator which, const Ball& t, const Vector& residual) {
  return deviation_at(reference(which).eigen, t, residual, evaluation_.initial_residual());
}

Vector FlowReferences::linear(SampleOperator which, const Ball& t) {
  return exponential(reference(which).eigen, t) * evaluation_.initial_residual();
}

FlowRecords::FlowRecords(const files::RunFile& run, FlowProblem problem, bool is_csv)
    : run_(run),
      is_csv_(is_csv),
      equal_points_(run.samples.equal_points().has_value()),
      start_(std::move(problem), {}),
      references_(start_),
      population_(run, start_.problem()) {}

std::string FlowRecords::of_step(const Trajectory& flow, const Step& step) {
  const StepModels models = flow.models(step);
  population_.enter(step);
  RecordWriter writer(is_csv_);
  for (const auto& [value, name] : record_times(run_, step.start, step.end())) {
    const Snapshot snapshot(flow, references_, step, models, value, equal_points_);
    writer.start(name);
    for (const std::string& quantity : run_.quantities) {
      if (!files::is_population_quantity(quantity)) {
        writer.add(quantity, decimals(snapshot.quantity(quantity)));
        continue;
      }
      for (const auto& [key, values] : population_.quantity(quantity, flow, value)) {
        writer.add(key, values);
      }
    }
    writer.finish();
  }
  return writer.text();
}

}  // namespace ntkcert::commands
