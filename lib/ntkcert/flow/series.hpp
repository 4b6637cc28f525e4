#pragma once

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/flow/problem.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {

/// Euclidean norms (upper bounds, exact balls), by order, of Taylor coefficients of the approximate
/// trajectory. `preactivation`: max over neurons and samples of |z_k|; `value`: of |σ(z_0)|; the others: of
/// a_k, of W̄_k (Frobenius), |b_k| and all of θ̃_k; `defect`: of δ_k = (k+1)θ̃_{k+1} + g_k, g_k the coefficient
/// of ∇Φ(θ̃), for k below the order.
struct SeriesNorms {
  Vector preactivation;
  Ball value;
  Vector outer;
  Vector inner;
  Vector bias;
  Vector all;
  Vector defect;
  Ball mean_residual;
};

/// The approximate trajectory θ̃(s) = Σ_{k≤N} θ̃_k s^k from an exact state θ̃_0, with the Taylor coefficients of
/// what the risk's gradient is made of.
///
/// Orders k = 0, 1, …: z = W̄x̄, s = σ(z), q = σ'(z) (the activation's recurrence), r = b_0 + m^{−1/2}Σ a⋆s −
/// y, g = ((m^{−1/2}/n)Σ r⋆s, a⋆V, mean r) with V = (m^{−1/2}/n)Σ (r⋆q)x̄; θ̃_{k+1} is the midpoint of
/// −g_k/(k+1), exactly, so that every series is the one along θ̃ and δ_k is the rounding of this one division.
/// Order k is computed with fewer bits than order 0, in proportion, as its terms count less; balls bound what
/// that costs.
class StepSeries {
 public:
  /// `state`: θ̃_0, radii zero, in the order of the network's layout. order ≥ 1.
  StepSeries(const FlowProblem& problem, const BallArray& state, long order);

  [[nodiscard]] long order() const { return order_; }
  [[nodiscard]] const SeriesNorms& norms() const { return norms_; }
  /// As in Step.
  [[nodiscard]] const BallArray& parameters() const { return parameters_; }
  [[nodiscard]] const BallArray& residuals() const { return residuals_; }
  /// Coefficients (orders 0..N) of parameter q of θ̃ and of r_i; coefficients below N of component j of V_ℓ.
  [[nodiscard]] const arb_struct* parameter(long q) const { return parameters_.at(q * (order_ + 1)); }
  [[nodiscard]] const arb_struct* residual(long i) const { return residuals_.at(i * (order_ + 1)); }
  [[nodiscard]] const arb_struct* mean_slope(long neuron, long j) const;
  /// Series of z, σ(z), σ'(z) for a neuron and a sample, orders 0..N.
  [[nodiscard]] ActivationCoefficients activation(long neuron, long i) const;

 private:
  void compute_activations(long k);
  void compute_residuals(long k);
  void compute_next_parameters(long k);
  void set_parameter(long q, long k, const Ball& gradient, UpperNorm& defect);
  void record_norms(long k);
  [[nodiscard]] long bits(long k) const;
  [[nodiscard]] arb_struct* cell(BallArray& series, long index) const {
    return series.at(index * (order_ + 1));
  }
  [[nodiscard]] long pair(long neuron, long i) const { return neuron * points_.size() + i; }

  const SmoothActivation& activation_;
  const Points& points_;
  const Vector& labels_;
  ParameterLayout layout_;
  long precision_;
  long order_;
  Ball scale_;  // m^{−1/2}
  BallArray parameters_;
  BallArray residuals_;
  BallArray preactivations_;
  BallArray values_;
  BallArray slopes_;
  BallArray scratch_;
  BallArray mean_slopes_;
  SeriesNorms norms_;
};

}  // namespace ntkcert
