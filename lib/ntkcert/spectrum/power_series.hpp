#pragma once

#include "ntkcert/spectrum/algorithm.hpp"

namespace ntkcert {

/// Activations with a fast Hermite series: κ(u) = Σ_p c_pρ_1(u)^p with c_p ≥ 0, so λ_k = Σ_p c_pλ_k(ρ_1^p)
/// (see PowerCoefficients): all terms are ≥ 0 and nothing cancels. For one hidden layer
///   c_p = v·a_p² (NNGP), v(1+p)a_p² (NTK), v·p·a_p² (hidden weights alone), and b more for p = 0  (see
/// DualActivation), and what the first P terms leave out lies in [0, sup_{p≥P}λ_k(ρ_1^p)·v·Σ_{p≥P}(1+p)a_p²].
/// For more layers composed_series gives c̃_p ≤ c_p and R = Σ(c_p − c̃_p), and what they leave out lies in
/// [0, R·sup_pλ_k(ρ_1^p)]; terms and precision grow until that is small beside λ_k.
class PowerSeries final : public SpectralAlgorithm {
 public:
  [[nodiscard]] std::string_view name() const override { return "power-series"; }
  [[nodiscard]] bool applies_to(const Architecture& architecture) const override;
  [[nodiscard]] bool is_relative() const override { return true; }
  [[nodiscard]] double estimated_cost(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] Precision first_precision(const SpectralProblem& problem, long digits) const override;
  [[nodiscard]] std::vector<Ball> compute(const SpectralProblem& problem, Precision p) const override;
  /// The enclosures that the first `length` ≥ 1 terms give.
  [[nodiscard]] static std::vector<Ball> truncated(const SpectralProblem& problem, long length, Precision p);
};

}  // namespace ntkcert
