#pragma once

#include <span>
#include <vector>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// P_k: the Gegenbauer (ultraspherical) polynomial of S^{d−1}, normalised to P_k(1) = 1. P_0 = 1, P_1 = u,
/// P_{k+1} = u P_k + β_k(u P_k − P_{k−1}), β_k = k/(k+d−2). d = 2: Chebyshev, d = 3: Legendre.

/// Encloses Σ_j w_j P_k(u_j) for k = 0..max_degree, with an absolute error of about 2^{−p}·Σ|w_j| beyond what
/// the radii of the points and weights make inevitable. Points are cut to [−1, 1]; a point wholly outside it,
/// or an unbounded point or weight, gives whole lines. Algorithm: the recurrence on fixed-point integers with
/// the error bound of docs/theory.md, "The Gegenbauer recurrence in fixed point". In ball arithmetic the same
/// recurrence would lose more than a bit a degree. Throws InvalidInput for d or max_degree out of range, or
/// if there are not as many points as weights.
[[nodiscard]] std::vector<Ball> gegenbauer_sums(long dimension, long max_degree, std::span<const Ball> points,
                                                std::span<const Ball> weights, Precision p);

/// Encloses P_0(u), …, P_K(u) for every u of the ball that lies in [−1, 1]; every enclosure is cut to [−1,
/// 1].
[[nodiscard]] std::vector<Ball> gegenbauer_values(long dimension, long max_degree, const Ball& u);

/// Encloses the derivative of the given order (0, 1 or more) of P_k at every u of the ball that lies in [−1,
/// 1], from P_k' = P_k'(1)·(P_{k−1} of dimension d+2), P_k'(1) = k(k+d−2)/(d−1) (Müller, Spherical Harmonics,
/// 1966).
[[nodiscard]] Ball gegenbauer(long dimension, long degree, const Ball& u, long derivative = 0);

}  // namespace ntkcert
