#pragma once

#include "ntkcert/flow/bernstein.hpp"
#include "ntkcert/flow/double_step.hpp"

namespace ntkcert {

/// Quantities of the true flow on a step of the double tier, for every t of it (docs/theory.md, Lemma 14).
/// The series is the step's.

/// r_t(x_i).
[[nodiscard]] ControlPoints residual_points(const DoubleSeries& series, const DoubleStep& step);

/// r̂_0 in doubles and how far it may be off, in the Euclidean norm. From the first step of a run.
struct InitialResidual {
  std::vector<double> values;
  UpperBound error;
};
[[nodiscard]] InitialResidual initial_residual(const DoubleSeries& series, const DoubleErrors& errors,
                                               const DoubleStep& step);

struct NormPoints {
  ControlPoints square;
  ControlPoints norm;
};
/// ‖r̂_t‖_n² = 2Φ(θ_t) and ‖r̂_t‖_n.
[[nodiscard]] NormPoints residual_norm_points(const DoubleSeries& series, const DoubleStep& step);

/// |θ_t − θ_0|; `displacement`: the state at the step's start.
[[nodiscard]] ControlPoints displacement_points(const DoubleSeries& series,
                                                const std::vector<double>& displacement,
                                                const DoubleStep& step);

}  // namespace ntkcert
