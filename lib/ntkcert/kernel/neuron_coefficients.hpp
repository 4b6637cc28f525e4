#pragma once

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/kernel/neuron_rule.hpp"

namespace ntkcert {

/// The Funk–Hecke coefficients of one neuron u ↦ σ(r u + b) on S^{d−1} and their derivatives, entry k for
/// degree k = 0..K, with P_k(1) = 1 and dτ the law of a coordinate of a uniform point:
///   value   c_k = ∫σ(rt + b)P_k(t)dτ_d(t),
///   radial  ∂_rc_k = ∫tσ'(rt + b)P_k(t)dτ_d(t),
///   bias    ∂_bc_k = ∫σ'(rt + b)P_k(t)dτ_d(t),
///   reduced c_k/r = (1/d)∫σ'(rt + b)P_{k−1}^{d+2}(t)dτ_{d+2}(t) for k ≥ 1, smooth at r = 0; 0 for k = 0.
/// So the degree-k part of x ↦ σ(⟨w, x⟩ + b) is N(d,k)·c_k(|w|, b)·P_k(⟨w/|w|, x⟩).
struct NeuronCoefficients {
  std::vector<Ball> value;
  std::vector<Ball> radial;
  std::vector<Ball> bias;
  std::vector<Ball> reduced;
};

/// A table that encloses NeuronCoefficients of many neurons, by one NeuronRule. The balls cover quadrature,
/// rounding and every point of r and b. The accuracy for exact r and b is absolute, about 2^{−bits}; radii of
/// r and b enter through Lipschitz constants: with L_1, L_2 = sup|σ'|, sup|σ''| and E[t²] = 1/d,
/// E[P_k²] = 1/N(d,k), E[t⁴] ≤ 1/d,
///   |Δc_k| ≤ L_1(|Δr|/√d + |Δb|)/√N(d,k),  |Δ∂_rc_k|, |Δ∂_bc_k| ≤ L_2(|Δr| + |Δb|)/√(d·N) and
///   L_2(|Δr|/√d + |Δb|)/√N,  |Δ(c_k/r)| ≤ L_2(|Δr|/√(d+2) + |Δb|)/(d√N(d+2,k−1))
/// (Cauchy–Schwarz). Proof of `reduced`: docs/theory.md, "Network functions on the sphere".
class NeuronTable {
 public:
  /// range.power must be 1. Throws as NeuronRule does.
  NeuronTable(const SmoothActivation& activation, const NeuronRange& range, Precision p);

  [[nodiscard]] const NeuronRule& rule() const { return rule_; }
  /// Throws InvalidInput for |r| or |b| beyond the range; an unbounded one gives whole lines.
  [[nodiscard]] NeuronCoefficients operator()(const Ball& r, const Ball& b) const;

  /// The weights of the rule with the polynomials in them, one for each node, for inner loops:
  /// c_dw_jsin^{d−2}θ_j·P_k(cos θ_j).
  [[nodiscard]] const arb_struct* value_weights(long degree) const;

 private:
  [[nodiscard]] long nodes() const { return static_cast<long>(rule_.points().size()); }

  const SmoothActivation& activation_;
  NeuronRule rule_;
  SupBounds sup_;
  Precision precision_;
  BallArray value_;    // by degree, then node
  BallArray radial_;   // the same times cos θ_j
  BallArray reduced_;  // (1/d)c_{d+2}w_jsin^dθ_j·P_{k−1}^{d+2}(cos θ_j)
};

}  // namespace ntkcert
