#pragma once

#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/flow/bernstein.hpp"

namespace ntkcert::testing {

/// Σ_k C(D, k)τ^k(1−τ)^{D−k}·values[k], exactly, D + 1 = values.size().
inline Ball bernstein_sum(const std::vector<double>& values, const Ball& tau) {
  const Precision p = tau.precision();
  std::vector<Ball> row;
  for (const double value : values) {
    row.push_back(Ball::from_double(value, p));
  }
  // De Casteljau.
  for (std::size_t left = row.size() - 1; left > 0; --left) {
    for (std::size_t k = 0; k < left; ++k) {
      row[k] = row[k] * (1 - tau) + row[k + 1] * tau;
    }
  }
  return row.front();
}

/// Component i of the polynomial that the control points stand for.
inline Ball polynomial_at(const ControlPoints& points, long i, const Ball& tau) {
  std::vector<double> values;
  for (long k = 0; k < points.points(); ++k) {
    values.push_back(points.point(k)[static_cast<std::size_t>(i)]);
  }
  return bernstein_sum(values, tau);
}

}  // namespace ntkcert::testing
