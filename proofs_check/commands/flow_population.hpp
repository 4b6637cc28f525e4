#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files/run_file.hpp"
#include "ntkcert/deviation/learning_times.hpp"
#include "ntkcert/deviation/population_deviation.hpp"
#include "ntkcert/floating/outward_decimal.hpp"

namespace ntkcert::commands {

/// The quantities of a flow on the whole sphere at its output times (files/population_quantities.hpp).
class PopulationRecords {
 public:
  /// Does nothing for a run that asks for none of them; the run must outlive it.
  PopulationRecords(const files::RunFile& run, const FlowProblem& problem);

  /// Names and values of a quantity at a time of the flow: NAME/k for each degree of the run, or NAME alone.
  using Named = std::pair<std::string, std::vector<OutwardDecimals>>;
  [[nodiscard]] std::vector<Named> quantity(const std::string& name, const Trajectory& flow,
                                            const Rational& t);

  /// Whether the steps of the flow must be handed in with `enter`, one after another, before the quantities
  /// of each.
  [[nodiscard]] bool follows_steps() const { return learning_ && !learning_->times.is_decided(); }
  void enter(const Step& step);
  /// What `enter` has found, as exact text for a checkpoint; throws InvalidInput for text of another run.
  [[nodiscard]] std::string state() const;
  void restore(const std::string& state);

 private:
  struct Learning {
    Trajectory start;
    PopulationDeviation deviation;
    LearningTimes times;
    Learning(const files::RunFile& run, const FlowProblem& problem, const Population& population);
  };
  [[nodiscard]] std::vector<Named> learning_times() const;

  const files::RunFile& run_;
  std::optional<Population> population_;
  std::unique_ptr<Learning> learning_;
  std::optional<std::pair<Rational, PopulationState>> last_;
};

}  // namespace ntkcert::commands
