#pragma once

#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert {

/// A real basis of the spherical harmonics of degrees 0..K on S^{d−1}, orthonormal in L² of the uniform
/// probability measure, so that Σ_iY_i(x)Y_i(y) over one degree is N(d,k)P_k(⟨x, y⟩). The harmonics are
///   c·|x_1…x_d|^{k−q}P_{k−q}^{d+2q}(x_d/|x|)·Y(x_1, …, x_{d−1}), Y a solid harmonic of degree q ≤ k one
/// dimension lower, down to √2·Re, √2·Im (x_1 + ix_2)^q on the plane; P^D the polynomial of S^{D−1}. c
/// follows from ∫(P_n^D(t))²(1−t²)^q dτ_j(t) = 1/N(D,n)·Π_{i<q}(j+2i−1)/(j+2i), D = j+2q.
class HarmonicBasis {
 public:
  /// Throws InvalidInput for d or K out of range or if there are more than kMost harmonics.
  HarmonicBasis(long dimension, long max_degree, Precision p);
  static constexpr long kMost = 20000;
  /// Whether a sum over pairs of so many points is estimated to cost more, degree by degree up to the
  /// largest, than coordinates in this basis.
  [[nodiscard]] static bool is_cheaper_than_pairs(long dimension, long max_degree, long points);

  [[nodiscard]] long dimension() const { return dimension_; }
  [[nodiscard]] long max_degree() const { return max_degree_; }
  /// The number of all harmonics, and the index of the first one of a degree 0..K+1.
  [[nodiscard]] long size() const { return begin_.back(); }
  [[nodiscard]] long begin(long degree) const { return begin_[static_cast<std::size_t>(degree)]; }

  /// Encloses Taylor coefficients in s, orders below `length`, of Y_i(u(s)) at index i·length + order, from
  /// those of a curve u(s) of unit vectors, component j at index j·length + order.
  [[nodiscard]] BallArray operator()(const BallArray& u, long length) const;

 private:
  long dimension_;
  long max_degree_;
  Precision precision_;
  std::vector<long> begin_;
  std::vector<Ball> factors_;  // for each dimension j, degree q one dimension lower, and n
};

}  // namespace ntkcert
