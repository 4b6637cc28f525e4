#pragma once

#include <map>
#include <string>

#include "commands/flow_population.hpp"
#include "commands/record_writer.hpp"
#include "files/run_file.hpp"
#include "ntkcert/claim/run_evaluation.hpp"

namespace ntkcert::commands {

/// The step's end up to the horizon and what the run asks for on the step, ascending, each once, with their
/// texts. A time at which two steps meet belongs to the earlier one.
[[nodiscard]] std::map<Rational, std::string> record_times(const files::RunFile& run, const Dyadic& begin,
                                                           const Dyadic& last);

/// The matrices G of the deviations r̂_t − e^{−Gt}r̂_0, decomposed when first asked for.
class FlowReferences {
 public:
  /// The trajectory's problem is what counts; it must outlive this.
  explicit FlowReferences(const Trajectory& flow) : evaluation_(flow) {}
  [[nodiscard]] const Matrix& gram(SampleOperator which) { return reference(which).gram; }
  /// r̂_t − e^{−Gt}r̂_0 and e^{−Gt}r̂_0.
  [[nodiscard]] Vector deviation(SampleOperator which, const Ball& t, const Vector& residual);
  [[nodiscard]] Vector linear(SampleOperator which, const Ball& t);

 private:
  struct Reference {
    Matrix gram;
    SymmetricEigen eigen;
  };
  [[nodiscard]] const Reference& reference(SampleOperator which);

  RunEvaluation evaluation_;
  std::map<SampleOperator, Reference> known_;
};

/// The text of the records of a flow in balls, step by step.
class FlowRecords {
 public:
  FlowRecords(const files::RunFile& run, FlowProblem problem, bool is_csv);
  FlowRecords(const FlowRecords&) = delete;
  FlowRecords& operator=(const FlowRecords&) = delete;

  /// At the end of the step (or at the horizon) and at the times of the run on it. `flow` has the step.
  [[nodiscard]] std::string of_step(const Trajectory& flow, const Step& step);

 private:
  const files::RunFile& run_;
  bool is_csv_;
  bool equal_points_;
  Trajectory start_;
  FlowReferences references_;
  PopulationRecords population_;
};

}  // namespace ntkcert::commands
