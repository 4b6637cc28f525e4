#pragma once

#include <vector>

#include "ntkcert/flow/double_series.hpp"

namespace ntkcert {

/// Bounds of |û_k| and of |û_k − u_k|, by order, for all neurons and samples, of a computed series û.
struct SeriesBound {
  std::vector<UpperBound> size;
  std::vector<UpperBound> error;
};

/// How far a DoubleSeries may be from the exact series along θ̃ (docs/theory.md, "The double tier", Lemmas
/// 5–7), by order k < N, for every neuron and sample.
struct DoubleErrors {
  using Bounds = std::vector<UpperBound>;
  std::vector<SeriesBound> series;
  Bounds residual;    // |r̂_{i,k} − r_{i,k}|, r_i = f(x_i; θ̃) − y_i with the exact points and labels
  Bounds mean_slope;  // |V̂_ℓ,k − V_ℓ,k|, V_ℓ = (c/n)Σ r̂_iσ'(z_ℓi)x̄_i
  Bounds defect;      // |(k+1)θ_{k+1} + unit·(J̃ᵀr̂)_k/n|, J̃ the Jacobian along θ̃
};

[[nodiscard]] DoubleErrors rounding_errors(const DoubleSeries& series);

/// The same for orders below `terms` of σ''(z), as curvature_for's function computes them.
[[nodiscard]] SeriesBound curvature_bounds(DoubleActivation activation, const DoubleErrors& errors,
                                           long terms);

}  // namespace ntkcert
