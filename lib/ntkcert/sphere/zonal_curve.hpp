#pragma once

#include <vector>

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/ball/polynomial.hpp"

namespace ntkcert {

/// A function on the sphere S^{d−1} that moves with s, known through its parts of degree k = 0..K,
///   h_k(x; s) = N(d,k)·Σ_iα_{k,i}(s)P_k(⟨u_i(s), x⟩), |u_i(s)| = 1:
/// Taylor coefficients at s = 0, orders below `length`.
struct ZonalCurve {
  long dimension;
  long length;
  long count;                         ///< of points
  BallArray points;                   ///< component j of u_i at (i·d + j)·length + order
  std::vector<BallArray> amplitudes;  ///< [k]: α_{k,i} at i·length + order

  [[nodiscard]] long max_degree() const { return static_cast<long>(amplitudes.size()) - 1; }
};

/// Taylor coefficients of ‖h_k‖² and of ‖λ_kh_k + h_k'‖² (prime: ∂_s) in L² of the uniform probability
/// measure: orders below `length` of the first, one fewer of the second.
struct CurveSquares {
  Polynomial function;
  Polynomial driver;
};

/// One entry a degree; `rates` are the λ_k. The first way sums over pairs of points, with C = ⟨u_i, u_j⟩ and
/// δ_i = λα_i + α_i',
///   ‖h‖²/N = Σα_iα_jP_k(C),
///   ‖λh + h'‖²/N = Σ[δ_iδ_jP_k(C) + (δ_iα_j⟨u_i, u_j'⟩ + α_iδ_j⟨u_i', u_j⟩)P_k'(C)
///                   + α_iα_j(⟨u_i', u_j⟩⟨u_i, u_j'⟩P_k''(C) + ⟨u_i', u_j'⟩P_k'(C))]
/// (docs/theory.md, "Network functions on the sphere"); the second sums squares of coordinates
/// Σ_iα_iY(u_i) in a HarmonicBasis, and throws as that does. Errors: those of the coefficients given, and
/// rounding. Throws InvalidInput if there are not as many rates as degrees.
[[nodiscard]] std::vector<CurveSquares> squares_by_pairs(const ZonalCurve& curve,
                                                         const std::vector<Ball>& rates, Precision p);
[[nodiscard]] std::vector<CurveSquares> squares_by_harmonics(const ZonalCurve& curve,
                                                             const std::vector<Ball>& rates, Precision p);
/// By the way that is estimated to cost less.
[[nodiscard]] std::vector<CurveSquares> curve_squares(const ZonalCurve& curve, const std::vector<Ball>& rates,
                                                      Precision p);

/// Taylor coefficients of s ↦ h_k(x; s) at a fixed point x of the sphere, one entry a degree. Throws
/// InvalidInput for a point of another dimension.
[[nodiscard]] std::vector<Polynomial> curve_values(const ZonalCurve& curve, const std::vector<Ball>& x,
                                                   Precision p);

}  // namespace ntkcert
