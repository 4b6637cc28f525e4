#pragma once

#include <span>
#include <vector>

#include "ntkcert/floating/upper_bound.hpp"

namespace ntkcert {

/// Exact below 2^53; 0 unless 0 ≤ k ≤ n.
[[nodiscard]] double binomial(long n, long k);

/// Row k, column j ≤ k: C(k, j)/C(terms−1, j)·h^j, off by at most γ_{3j}: control point k of Σc_js^j on [0,
/// h] is Σ_{j≤k} of these times c_j.
[[nodiscard]] std::vector<double> bernstein_weights(long terms, double h);

/// A vector-valued function on a step, at t = start + τ·length: within `radius` of
/// Σ_k C(D, k)τ^k(1−τ)^{D−k}·p_k, D + 1 = points(), for every τ ∈ [0, 1]. By convexity it lies,
/// componentwise, between the least and the largest control point, give or take the radius.
struct ControlPoints {
  long size = 0;               // components
  std::vector<double> values;  // p_k, one after another
  UpperBound radius;           // of every component

  [[nodiscard]] long points() const { return size == 0 ? 0 : std::ssize(values) / size; }
  [[nodiscard]] std::span<const double> point(long k) const {
    return std::span(values).subspan(static_cast<std::size_t>(k * size), static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::span<double> point(long k) {
    return std::span(values).subspan(static_cast<std::size_t>(k * size), static_cast<std::size_t>(size));
  }
};

/// Component i of a vector is within radius[i] of centre[i].
struct Enclosures {
  std::vector<double> centre;
  std::vector<UpperBound> radius;
};
/// For every τ ∈ [0, 1].
[[nodiscard]] Enclosures throughout(const ControlPoints& points);
/// For the τ of [0, 1] that are within 2^{−52} of `tau`.
[[nodiscard]] Enclosures value_at(const ControlPoints& points, double tau);
/// a − b; as many points and components.
[[nodiscard]] ControlPoints difference(const ControlPoints& a, const ControlPoints& b);

/// C(D, k)τ^k(1−τ)^{D−k}, k ≤ D = degree. The value of a polynomial with control points of size ≤ s, at the τ
/// that are within 2^{−52} of `tau`, is within s·value_error(degree) of the sum with these, computed in any
/// order.
[[nodiscard]] std::vector<double> bernstein_basis(long degree, double tau);
[[nodiscard]] UpperBound value_error(long degree);

/// How values at D + 1 points of [0, 1], next to Chebyshev's, become control points (docs/theory.md, Lemma
/// 10).
struct Interpolation {
  std::vector<double> nodes;   // τ_j, within 2^{−47} of ½(1 − cos((2j+1)π/(2D+2)))
  std::vector<double> matrix;  // control point k = Σ_j matrix[k(D+1) + j]·(value at τ_j)
  UpperBound norm;             // max_k Σ_j |matrix_kj|
  UpperBound defect;  // of the matrix as an inverse: what it makes of values v is off by ≤ defect·max|v| at
                      // the nodes
  UpperBound product;   // ≥ sup_τ |Π(τ − τ_j)|
  UpperBound lebesgue;  // ≥ the sup norm of a polynomial of degree D whose values at the nodes are ≤ 1

  [[nodiscard]] long degree() const { return std::ssize(nodes) - 1; }
};
inline constexpr long kMostInterpolated = 5;
/// 1 ≤ degree ≤ kMostInterpolated.
[[nodiscard]] const Interpolation& interpolation(long degree);

/// For a polynomial Σp_kτ^k with |p_k| ≤ sizes[k]: a bound on [0, 1] of how far it is from its interpolant.
[[nodiscard]] UpperBound interpolation_error(const Interpolation& by, std::span<const UpperBound> sizes);

}  // namespace ntkcert
