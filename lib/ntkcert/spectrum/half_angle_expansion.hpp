#pragma once

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/ellipse_certificates.hpp"

namespace ntkcert {

/// An approximation of θ ↦ κ(cos θ) on [0, π] with exact coefficients,
///   Q(θ) = Σ_{n<cosines} α_n cos nθ + Σ_j b_j sin^{2j+1}(θ/2) + Σ_j c_j cos^{2j+1}(θ/2),
/// and an upper bound of sup|κ(cos θ) − Q(θ)|. See half_angle_expansion.
struct HalfAngleExpansion {
  BallArray cosines;   ///< α_n
  BallArray sines;     ///< b_j
  BallArray mirrored;  ///< c_j, as many as b_j, fewer than α_n
  Ball error;
};

/// Finds such an expansion with `cosines` ≥ 4 terms for a kernel of remainder() zero; the error aims at
/// 2^{−bits}, and is proved whatever it turns out to be; infinite if the kernel has no continuation near the
/// ends of [0, π]. b_j and c_j are the odd parts of the Taylor series of F in sin(θ/2) about 0, and in
/// cos(θ/2) about π, from its values on a circle; their number is where the terms' cosine coefficients of
/// order `cosines` are smallest; α_n is the discrete cosine transform of what is left. None of that needs
/// proof, as any coefficients will do. Error: with E = F − Q, analytic in E_r and bounded there by
///   M_E = M + Σ|α_n|cosh nB + Σ(|b_j|+|c_j|)cosh^{2j+1}(B/2),
/// and N Chebyshev points θ_i of [0, π], sup|E| ≤ (1 + (2/π)ln N)·max_i|E(θ_i)| + 4M_Er^{−(N−1)}/(r−1): the
/// first is Lebesgue's constant (Rivlin, Chebyshev Polynomials, 1990) times the interpolant, the other the
/// interpolation error (Trefethen, Approximation Theory and Approximation Practice, Theorem 8.2, whose proof
/// serves for these points as well).
[[nodiscard]] HalfAngleExpansion half_angle_expansion(const Architecture& architecture, long cosines,
                                                      long bits, EllipseCertificates& certificates);

}  // namespace ntkcert
