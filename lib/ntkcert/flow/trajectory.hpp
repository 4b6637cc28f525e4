#pragma once

#include <vector>

#include "ntkcert/flow/problem.hpp"
#include "ntkcert/flow/step.hpp"

namespace ntkcert {

/// A proved enclosure of a gradient flow on [0, horizon]: consecutive steps that cover it (the last one may
/// end later).
class Trajectory {
 public:
  Trajectory(FlowProblem problem, std::vector<Step> steps);

  [[nodiscard]] const FlowProblem& problem() const { return problem_; }
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  /// sup over all steps of the radius.
  [[nodiscard]] Dyadic radius() const;

  /// The first step whose closed interval contains t; t outside [0, end of the last step] throws
  /// InvalidInput.
  [[nodiscard]] const Step& step_at(const Rational& t) const;
  /// t − start as a ball inside [0, length], for evaluation of a step's models.
  [[nodiscard]] Ball local_time(const Step& step, const Rational& t) const;
  /// The network at time t: each parameter lies in its ball θ̃(t) ± radius.
  [[nodiscard]] Network enclosure_at(const Rational& t) const;

  /// The true flow on a step; the remainders hold the tail of the series and the transfer from θ̃ to θ.
  /// Computed anew at each call.
  [[nodiscard]] StepModels models(const Step& step) const;
  /// (G_t)_ij = K_t(x_i, x_j)/n, i ≤ j, row by row: n(n+1)/2 models. Costs O(n²·m·order²).
  [[nodiscard]] std::vector<TaylorModel> gram(const Step& step) const;

 private:
  FlowProblem problem_;
  std::vector<Step> steps_;
};

}  // namespace ntkcert
