#pragma once

#include <vector>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// A quadrature rule for ∫_0^π g(θ)dθ: positive weights of sum π, exact for polynomials in θ up to a degree.
struct PolarRule {
  std::vector<Ball> angles;
  std::vector<Ball> weights;
  long exact_degree;
};

/// The Gauss–Legendre rule of n ≥ 2 points moved to [0, π], exact to degree 2n − 1; every node and weight is
/// enclosed (Johansson, Mezzarobba, arXiv 1802.03948, through Arb). Throws InvalidInput for n < 2.
[[nodiscard]] PolarRule polar_gauss_legendre(long points, Precision p);

/// The n ≥ 2 Chebyshev points of [0, π], θ_j = π sin²((2j+1)π/(4n)), zeros of T_n(2θ/π − 1). Angles and their
/// mirror images π − θ_j have small relative radii. Throws InvalidInput for n < 2.
[[nodiscard]] std::vector<Ball> chebyshev_angles(long points, Precision p);

/// Fejér's first rule of n ≥ 2 points moved to [0, π], on the Chebyshev points, exact to degree n − 1;
/// symmetric and cheap (Fejér, Math. Z. 37, 1933; weights by a discrete Fourier transform, Waldvogel, BIT 46,
/// 2006). Throws InvalidInput for n < 2.
[[nodiscard]] PolarRule polar_fejer(long points, Precision p);

/// The Bernstein ellipse E_r (r > 1) of [0, π]: the image under θ = π/2 + (π/2)t of the ellipse with foci ±1
/// and sum of semi-axes r. It is the set about π/2 with semi-axes (π/4)(r + 1/r) and (π/4)(r − 1/r).
struct BernsteinEllipse {
  explicit BernsteinEllipse(const Ball& sum_of_semi_axes);
  Ball r;
  Ball major;
  Ball minor;  ///< sup |Im θ|
};

/// An upper bound of |∫_0^π g dθ − rule| for every g that is analytic inside E_r with |g| ≤ bound there:
/// 4π·bound·r^{−(D+1)}/(1 − 1/r), D the degree of exactness. Proof: in t the Chebyshev coefficients of g obey
/// |a_j| ≤ 2·bound·r^{−j} (Bernstein); the rule is exact for T_j, j ≤ D, and off by at most 2 + 2 for each
/// other T_j, as |T_j| ≤ 1 and the weights are positive with sum 2; sum the geometric series, and multiply by
/// dθ/dt = π/2.
[[nodiscard]] Ball ellipse_error(const BernsteinEllipse& ellipse, const Ball& bound, long exact_degree);

}  // namespace ntkcert
