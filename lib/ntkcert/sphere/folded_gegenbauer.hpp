#pragma once

#include <span>
#include <vector>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Pairs of points ±x_j, 0 ≤ x_j ≤ 1, of a rule that is symmetric about 0. With the weights a_j at x_j and
/// b_j at −x_j, even_j = a_j + b_j and odd_j = a_j − b_j, as P_k(−x) = (−1)^kP_k(x).
struct FoldedPoints {
  std::vector<Ball> points;
  std::vector<Ball> even;
  std::vector<Ball> odd;
};

/// Encloses Σ_j even_jP_k(x_j) for even k and Σ_j odd_jP_k(x_j) for odd k, k = 0..max_degree, P_k the
/// polynomials of gegenbauer.hpp, with an absolute error of about 2^{−p} beyond what the radii of points and
/// weights make inevitable: a point's radius should be below 2^{−p} divided by the largest weight. Points are
/// cut to [0, 1]; an unbounded point or weight, or a point wholly outside, gives whole lines. Algorithm: the
/// recurrence from P_{k−2}, P_k to P_{k+2} on integers of as many words as the values need, two products a
/// step, with the error bound of docs/theory.md, "The folded recurrence in fixed point"; two to four times
/// faster than gegenbauer_sums. Throws InvalidInput for d or max_degree out of range, or spans of different
/// lengths.
[[nodiscard]] std::vector<Ball> folded_gegenbauer_sums(long dimension, long max_degree,
                                                       const FoldedPoints& folded, Precision p);

}  // namespace ntkcert
