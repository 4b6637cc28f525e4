#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Activations with a fast Hermite series, one hidden layer: κ(u) = Σ_p c_pρ(u)^p with c_p ≥ 0,
///   c_p = v·a_p² (NNGP), v(1+p)a_p² (NTK), and b more for p = 0  (see DualActivation),
/// so λ_k = Σ_p c_pλ_k(ρ^p) (see PowerCoefficients): all terms are ≥ 0, nothing cancels, and what the first P
/// terms leave out lies in [0, sup_{p≥P}λ_k(ρ^p)·v·Σ_{p≥P}(1+p)a_p²].
class PowerSeries final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "power-series"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  /// The enclosures that the first `length` ≥ 1 terms give.
  [[nodiscard]] static std::vector<Ball> truncated(const SpectralProblem& problem, long length, Precision p);
};

}  // namespace ntkcert
