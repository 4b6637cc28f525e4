#pragma once

#include <map>
#include <memory>
#include <string>

#include "commands/flow_population.hpp"
#include "commands/record_writer.hpp"
#include "ntkcert/deviation/linear_dynamics.hpp"
#include "ntkcert/flow/double_integrate.hpp"
#include "ntkcert/flow/gram_values.hpp"

namespace ntkcert::commands {

/// The text of the records of a flow in doubles, made while it goes on: one for each step, with every
/// quantity on the sample at its end and throughout, and one for each time that the run asks for. All in
/// doubles with proved errors (docs/theory.md, "Whole steps in doubles"); quantities on the whole sphere in
/// balls, at those times.
class DoubleRecords {
 public:
  /// `integrator`: of the run, at any step; all must outlive this.
  DoubleRecords(const files::RunFile& run, const FlowProblem& problem, const DoubleOptions& options,
                const DoubleIntegrator& integrator, bool is_csv);
  DoubleRecords(const DoubleRecords&) = delete;
  DoubleRecords& operator=(const DoubleRecords&) = delete;
  ~DoubleRecords();

  /// Of the integrator's current step, number `index` of the run (from 0).
  [[nodiscard]] std::string of_step(long index);
  /// Whether records from step `index` on do not depend on which steps before it were handed in: a run may be
  /// interrupted there.
  [[nodiscard]] bool can_begin_at(long index) const;
  /// What else the records from here on depend on, for a checkpoint.
  [[nodiscard]] std::string state() const { return population_.state(); }
  void restore(const std::string& state) { population_.restore(state); }

 private:
  class StepView;
  /// What is compared with θ_0: made from the first step.
  struct Start {
    std::optional<DoubleGram> gram;
    std::map<std::string, LinearDynamics> dynamics;
  };

  [[nodiscard]] bool asks_for(const std::string& ending) const;
  void begin(const DoubleIntegrator& first);

  const files::RunFile& run_;
  const FlowProblem& problem_;
  DoubleOptions options_;
  const DoubleIntegrator& integrator_;
  bool is_csv_;
  bool equal_points_;
  DoubleGramSource grams_;
  std::optional<Start> start_;
  std::optional<SpectralBasis> basis_;
  PopulationRecords population_;
};

}  // namespace ntkcert::commands
