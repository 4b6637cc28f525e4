#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// ReLU, one hidden layer, no bias: O(1) operations a coefficient, no cancellation. With s_k and r_k the
/// Funk–Hecke coefficients of the step function and of ReLU (d dimension, c = c_d/(d−1)),
///   s_0 = 1/2, s_1 = c, s_{k+2} = −s_k·k/(k+d) for odd k, s_k = 0 for even k ≥ 2,
///   r_0 = c, r_1 = 1/(2d), r_{k+2} = −r_k(k−1)/(k+d+1) for even k, r_k = 0 for odd k ≥ 3,
/// the eigenvalues of E[σσ'] and E[σ'σ'] for w ~ N(0, I) are d·r_k² and s_k² (Funk–Hecke applied to a
/// neuron), and multiplication by u turns g_k into (k·g_{k−1} + (k+d−2)g_{k+1})/(2k+d−2), g_1 for k = 0. So,
/// with v₁v in front,
///   NNGP  λ_k = d·r_k²,   NTK  λ_k = d·r_k² + (k·s_{k−1}² + (k+d−2)s_{k+1}²)/(2k+d−2),
/// of which gradient descent on the outer or on the hidden weights alone keeps one term.
/// Proof of the recurrences: Rodrigues' formula, integrated by parts (docs/theory.md, "ReLU in closed form").
class ClosedForm final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "closed-form"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
};

}  // namespace ntkcert
