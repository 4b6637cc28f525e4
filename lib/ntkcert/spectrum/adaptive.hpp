#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Kernels with an analytic continuation in θ from the open interval (0, π): funk_hecke_integral, one
/// adaptive integral a degree. Slow, and general; it shares no formula with the other algorithms but the
/// kernel, so it checks them.
class AdaptiveQuadrature final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "adaptive-quadrature"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
};

}  // namespace ntkcert
