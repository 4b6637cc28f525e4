#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = log(1+e^z); σ' = S, σ'' = S', σ''' = S'' with S = sigmoid, whose suprema and strip bounds these are
/// (see Sigmoid): 1, 1/4, 1/(6√3). Series: k s_k = Σ_{j≥1} j z_j q_{k−j}, k q_k = Σ_{j≥1} j z_j r_{k−j}, r =
/// q − q⋆q = σ''. Hermite: E[gHe_p] = E[g'He_{p−1}] for g = σ(√q·), so a_p² = (q/p)·(a_{p−1} of sigmoid)²:
/// a_1² = q/4, a_p² = (q/4p)h_{p−1}(q/4)² for even p ≥ 2 (tanh_hermite.hpp), 0 for odd p ≥ 3; with p the
/// first even index ≥ length, p ≥ 4, the tail is at most (q/4)(p+1)/p²·Σ_{r≥p−1}(1+r)h_r(q/4)², as (p+1)/p²
/// falls. a_0 = E log(2cosh(√q Z/2)) by the trapezoid rule: docs/theory.md, "The mean of softplus".
class Softplus final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "softplus"; }
  [[nodiscard]] Ball value(const Ball& z) const override;
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& variance) const override;
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const override;
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k % 2 != 0 && k >= 3; }
  [[nodiscard]] Ball derivative(const Ball& z) const override;
  [[nodiscard]] Ball second_derivative(const Ball& z) const override;
  [[nodiscard]] SupBounds sup_bounds(Precision p) const override;
  [[nodiscard]] std::optional<StripBounds> strip_bounds(const Ball& y) const override;
  void extend_series(const ActivationSeries& series, long k, long bits) const override;
  void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                long bits) const override;
};

}  // namespace ntkcert
