#pragma once

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// σ(z) = zS(z), S = sigmoid. With T = tanh(z/2), S' = (1−T²)/4, S'' = −S'T:
///   σ' = S + zS',  σ'' = S'(2 − zT),  σ''' = S'(z(3T²−1)/2 − 3T),  σ'''' = S'(6T²−2 − zT(3T²−2)).
/// Critical points. σ: σ' = S(1 + z(1−S)) is 0 iff 1 + z + e^z = 0, so at z = −1 − W(1/e) only, W Lambert's
/// function. σ': at ±r, zT = 2, as zT rises in |z|; σ'(−z) = 1 − σ'(z), limits 0 and 1, so L_1 = σ'(r). σ'':
/// at 0 and ±t, the zeros of K = z(3T²−1) − 6T; where K = 0 and z > 0, T² > 1/3 and K' = 6T² − 4 + 3zT(1−T²)
/// = 4/(3T²−1) > 0, so there is one t. σ''': the zeros of H = 6T²−2 − zT(3T²−2); where H = 0 and z > 0, zT =
/// (6T²−2)/(3T²−2) > 0 says T² < 1/3 or T² > 2/3, and T·H' = (T²−2)/(3T²−2) (insert z into H' = T(8−9T²) −
/// z(1−T²)(9T²−2)/2), positive in the first case and negative in the second: at most one zero each, ±c_1 and
/// ±c_2. L_2 = σ''(0) = 1/2 or |σ''(t)|, L_3 = |σ'''| at c_1 or c_2.
/// Strip |Im z| ≤ y < π, z = u+iv, c = cos(y/2): |S'| = 1/(2(cosh u+cos v)), cosh u ≥ 1+u²/2 and 2+2cos v ≥
/// 4c² give |u||S'| ≤ |u|/(u²+4c²) ≤ 1/(4c), |S'| ≤ 1/(4c²); so |zS'| ≤ B = 1/(4c) + y/(4c²), |σ'| ≤ sup|S| +
/// B, |σ''| ≤ 1/(2c²) + B·max(1, tan(y/2)) (see Sigmoid). Series: with p = S' = S − S⋆S, k S_k = Σ_{j≥1} j
/// z_j p_{k−j}, s = z⋆S, q = S + z⋆p; σ'' = 2p + z⋆(p − 2S⋆p). Hermite, Q = q/4: σ(z) = z/2 + (z/2)tanh(z/2)
/// and ZHe_p = He_{p+1} + pHe_{p−1} give a_1² = Q, a_p = 0 for odd p ≥ 3, a_0 = √Q·h_1(Q), and for even p ≥ 2
/// |a_p| = √Q(√p|h_{p−1}| − √(p+1)|h_{p+1}|)(Q), the signs of the two being opposite (tanh_hermite.hpp); the
/// difference is positive, docs/theory.md, "Hermite coefficients of silu", so a_p² ≤ Q·p·h_{p−1}², and the
/// tail from even p on is at most QΣ_{r≥p−1}(r+1)(r+2)h_r².
class Silu final : public SmoothActivation {
 public:
  [[nodiscard]] std::string_view name() const override { return "silu"; }
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
