#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Step networks of any depth: composite Gauss–Legendre quadrature in θ of λ_k = c_d∫_0^π κ(cos
/// θ)P_k(cos θ)sin^{d−2}θ dθ, one rule for all degrees, on panels [a, b] that are halved towards 0 until
/// StepKernel::ellipse_bound is finite on an ellipse with foci a, b and sum of semi-axes (b−a)/2·r. With B
/// its half-height and C the largest modulus on it, |P_k(cos θ)| ≤ cosh kB, |sin θ| ≤ min(cosh B, sinh C),
/// so a panel's error is at most
///   (b−a)/π·ellipse_error(E_r, c_d·M·cosh kB·min(cosh B, sinh C)^{d−2});
/// r is chosen of a few to make its rule short. Below the last panel, on [0, δ], |κP_k| ≤ κ(1) leaves
/// c_dκ(1)δ^{d−1}/(d−1). The sums over the nodes are gegenbauer_sums. The accuracy is absolute.
class GradedQuadrature final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "graded-quadrature"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  [[nodiscard]] Ball trace(const Architecture& architecture, long dimension, Precision p) const override;
};

}  // namespace ntkcert
