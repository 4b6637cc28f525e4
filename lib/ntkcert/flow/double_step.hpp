#pragma once

#include "ntkcert/flow/double_disc.hpp"
#include "ntkcert/flow/step.hpp"

namespace ntkcert {

/// What is proved about one step of the double tier; lengths in time itself.
struct DoubleStep {
  Dyadic start;
  double length;  // = share·unit, exactly
  double share;
  UpperBound radius;
  UpperBound growth;          // ∫ of the logarithmic norm bound
  UpperBound residual_error;  // ‖ϱ‖_n, ϱ = r̂(s) − (f(x_i; θ̃(s)) − y_i), also |ϱ_i|
  UpperBound defect;          // as in StepBounds
  UpperBound speed;
  UpperBound gradient;
  UpperBound network_hessian;
  UpperBound risk_hessian;
  UpperBound residual_rate_error;
  UpperBound kernel_tail;
  bool block_norm;  // whether the block log norm was needed
};

/// Where the steps of a run get their bounds from.
struct DoubleStepRequest {
  Dyadic start;
  UpperBound radius;  // |θ − θ̃| at the start
  double share;       // length in units
  /// The crude log norm serves below this rate; above it the block log norm is computed as well.
  double crude_rate;
};

/// Theorem V′ on one step (docs/theory.md, "The double tier"). Empty if no tube wider than the radius is
/// found: then a shorter step may do.
[[nodiscard]] std::optional<DoubleStep> certify_double_step(const DoubleSeries& series,
                                                            const DoubleErrors& errors,
                                                            const ActivationTable& table,
                                                            const DoubleDisc& disc,
                                                            const DoubleStepRequest& request);

/// θ̃ at the step's end: the new displacement, and how far its rounding moved θ̃.
struct DoubleJump {
  std::vector<double> displacement;
  UpperBound error;
};
[[nodiscard]] DoubleJump end_of_step(const DoubleSeries& series, const std::vector<double>& displacement,
                                     double share);

/// The step in balls, as the ball tier's.
[[nodiscard]] Step to_step(const DoubleSeries& series, const std::vector<double>& displacement,
                           const DoubleStep& step);

}  // namespace ntkcert
