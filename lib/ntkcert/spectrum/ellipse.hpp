#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Gauss–Legendre quadrature in θ of λ_k = c_d∫_0^π κ(cos θ)P_k(cos θ)sin^{d−2}θ dθ, one rule for all
/// degrees. On the Bernstein ellipse E_r of [0, π], of half-height B, |P_k(cos θ)| ≤ cosh kB (a cosine
/// polynomial with nonnegative coefficients of sum 1) and |sin θ| ≤ cosh B, so with |F| ≤ M there
/// (ZonalKernel::ellipse_bound) the error is at most
///   ellipse_error(E_r, c_d·M·cosh kB·cosh^{d−2}B);
/// r is chosen to make the rule short. A kernel that differs from F by at most ε on [0, π] adds
/// ε·N(d,k)^{−1/2} (Cauchy–Schwarz, as P_k² has mean 1/N). The sums over the nodes are gegenbauer_sums. The
/// accuracy is absolute.
class EllipseQuadrature final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "ellipse-quadrature"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
};

}  // namespace ntkcert
