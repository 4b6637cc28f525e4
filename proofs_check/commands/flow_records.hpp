#pragma once

#include <map>
#include <string>

#include "commands/flow_population.hpp"
#include "files/provenance.hpp"
#include "files/run_file.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/claim/run_evaluation.hpp"

namespace ntkcert::commands {

/// The decimals of an enclosure: those that are known and a few more, so that rounding them outward widens it
/// by less than a hundredth.
[[nodiscard]] DecimalEnclosure decimals(const Ball& x);

/// The matrices G of the deviations r̂_t − e^{−Gt}r̂_0, decomposed when first asked for.
class FlowReferences {
 public:
  /// The trajectory's problem is what counts; it must outlive this.
  explicit FlowReferences(const Trajectory& flow) : evaluation_(flow) {}
  [[nodiscard]] Vector deviation(SampleOperator which, const Ball& t, const Vector& residual);

 private:
  RunEvaluation evaluation_;
  std::map<SampleOperator, SymmetricEigen> decomposed_;
};

/// What stands before the records.
[[nodiscard]] std::string record_head(bool is_csv, const files::Fields& fields);

/// The text of a flow's records, step by step: NDJSON lines, or CSV lines t,quantity,index,lo,hi.
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
