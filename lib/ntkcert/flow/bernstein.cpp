#include "ntkcert/flow/bernstein.hpp"

#include <Eigen/LU>
#include <array>
#include <cmath>

namespace ntkcert {
namespace {

/// Covers that the nodes are rounded, and multiplied by a step's length and divided by it.
constexpr double kNodeError = 0x1p-46;

/// The zeros of T_{degree+1}, rounded.
std::vector<double> chebyshev_zeros(long degree) {
  const double half = std::sqrt(0.5);
  switch (degree) {
    case 1:
      return {half, -half};
    case 2:
      return {std::sqrt(0.75), 0, -std::sqrt(0.75)};
    case 3: {
      const double wide = std::sqrt((2 + std::sqrt(2.0)) / 4);
      const double near = std::sqrt((2 - std::sqrt(2.0)) / 4);
      return {wide, near, -near, -wide};
    }
    case 4: {
      const double wide = std::sqrt((5 + std::sqrt(5.0)) / 8);
      const double near = std::sqrt((5 - std::sqrt(5.0)) / 8);
      return {wide, near, 0, -near, -wide};
    }
    default: {
      const double wide = std::sqrt((2 + std::sqrt(3.0)) / 4);
      const double near = std::sqrt((2 - std::sqrt(3.0)) / 4);
      return {wide, half, near, -near, -half, -wide};
    }
  }
}

Interpolation make(long degree) {
  Interpolation result;
  for (const double x : chebyshev_zeros(degree)) {
    result.nodes.push_back((1 - x) / 2);
  }
  const long count = degree + 1;
  Eigen::MatrixXd basis(count, count);
  for (long j = 0; j < count; ++j) {
    const double tau = result.nodes[static_cast<std::size_t>(j)];
    for (long k = 0; k < count; ++k) {
      double value = binomial(degree, k);
      for (long i = 0; i < degree; ++i) {
        value *= i < k ? tau : 1 - tau;
      }
      basis(j, k) = value;
    }
  }
  const Eigen::MatrixXd inverse = basis.partialPivLu().inverse();
  // Of an entry of the basis: its rounding and that of the node.
  const UpperBound entry_error =
      gamma_factor(3 * degree + 3) + UpperBound(2 * static_cast<double>(degree) * kNodeError);
  for (long j = 0; j < count; ++j) {
    UpperBound defect;
    UpperBound norm;
    for (long k = 0; k < count; ++k) {
      double difference = j == k ? -1 : 0;
      UpperBound sizes(1);
      UpperBound column;
      for (long i = 0; i < count; ++i) {
        difference += basis(j, i) * inverse(i, k);
        sizes += UpperBound(basis(j, i)) * UpperBound(std::abs(inverse(i, k)));
        column += UpperBound(std::abs(inverse(i, k)));
      }
      defect += UpperBound(std::abs(difference)) + gamma_factor(count + 2) * sizes + entry_error * column;
      norm += UpperBound(std::abs(inverse(j, k)));
      result.matrix.push_back(inverse(j, k));
    }
    result.defect = max(result.defect, defect);
    result.norm = max(result.norm, norm);
  }
  result.product = UpperBound(std::ldexp(1, static_cast<int>(1 - 2 * count))) +
                   UpperBound(static_cast<double>(count + 1) * kNodeError);
  result.lebesgue = UpperBound(2.2);
  return result;
}

}  // namespace

double binomial(long n, long k) {
  double result = k < 0 || k > n ? 0 : 1;
  for (long j = 1; j <= k && result > 0; ++j) {
    result = result * static_cast<double>(n - k + j) / static_cast<double>(j);
  }
  return result;
}

std::vector<double> bernstein_weights(long terms, double h) {
  std::vector<double> weights(static_cast<std::size_t>(terms * terms));
  for (long k = 0; k < terms; ++k) {
    double weight = 1;
    for (long j = 0; j <= k; ++j) {
      weights[static_cast<std::size_t>(k * terms + j)] = weight;
      if (j < k) {
        weight = weight * h * static_cast<double>(k - j) / static_cast<double>(terms - 1 - j);
      }
    }
  }
  return weights;
}

const Interpolation& interpolation(long degree) {
  static const std::array<Interpolation, kMostInterpolated> known = [] {
    std::array<Interpolation, kMostInterpolated> all;
    for (long d = 1; d <= kMostInterpolated; ++d) {
      all[static_cast<std::size_t>(d - 1)] = make(d);
    }
    return all;
  }();
  return known[static_cast<std::size_t>(degree - 1)];
}

UpperBound interpolation_error(const Interpolation& by, std::span<const UpperBound> sizes) {
  UpperBound sum;
  const long first = by.degree() + 1;
  for (long k = first; k < std::ssize(sizes); ++k) {
    sum += UpperBound(binomial(k, first)) * sizes[static_cast<std::size_t>(k)];
  }
  return by.product * sum;
}

}  // namespace ntkcert
