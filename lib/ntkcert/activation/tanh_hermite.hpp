#pragma once

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert {

/// The Hermite coefficients h_p(q) = E[tanh(√q Z)He_p(Z)]/√p! of tanh, from which those of sigmoid, softplus
/// and silu follow. h_p = 0 for even p; for odd p the sign of h_p is (−1)^{(p−1)/2}, and from tanh x =
/// ∫_0^∞ sin(ωx)/sinh(πω/2)dω
///   |h_p| = q^{p/2}/√p!·∫_0^∞ ω^p e^{−qω²/2}/sinh(πω/2)dω,
/// a positive integral, summed by the trapezoid rule. Proofs of what follows: docs/theory.md, "Hermite
/// coefficients of tanh".

/// | |h_p| − h·q^{p/2}/√p!·S_p | ≤ error for odd p, S_p the sum over the nodes jh. For every q > 0 of the
/// ball; whole lines if the ball reaches beyond.
struct TanhSums {
  /// S_p for odd p < length, with a relative error of about length·2^{−p}; `error` about 2^{−p} of the
  /// smallest |h_p|.
  TanhSums(const Ball& q, long length, Precision p);
  [[nodiscard]] Ball sum(long p) const;

  Ball variance;  ///< q
  Ball step;      ///< h, exact
  Ball error;
  BallArray sums;
};

/// Encloses x² for |x − s| ≤ error, where s ≥ 0 is known through s².
[[nodiscard]] Ball square_within(const Ball& square_of_sum, const Ball& error);

/// h_p² for 0 ≤ p < length, each with a relative error of about length·2^{−precision}; exact zeros for even
/// p.
[[nodiscard]] BallArray tanh_hermite_squares(const Ball& variance, long length);
/// Upper bounds of Σ(1+p)h_p² and Σ(p+1)(p+2)h_p² over p ≥ length; infinite where they are not proved.
[[nodiscard]] Ball tanh_hermite_tail(const Ball& variance, long length);
[[nodiscard]] Ball tanh_hermite_quadratic_tail(const Ball& variance, long length);

}  // namespace ntkcert
