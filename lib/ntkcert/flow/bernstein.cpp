#include "ntkcert/flow/bernstein.hpp"

#include <Eigen/LU>
#include <algorithm>
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
    const std::vector<double> row = bernstein_basis(degree, result.nodes[static_cast<std::size_t>(j)]);
    for (long k = 0; k < count; ++k) {
      basis(j, k) = row[static_cast<std::size_t>(k)];
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

Enclosures throughout(const ControlPoints& points) {
  Enclosures result;
  for (long i = 0; i < points.size; ++i) {
    const auto at = static_cast<std::size_t>(i);
    double least = points.point(0)[at];
    double most = least;
    for (long k = 1; k < points.points(); ++k) {
      least = std::min(least, points.point(k)[at]);
      most = std::max(most, points.point(k)[at]);
    }
    const double centre = least / 2 + most / 2;
    result.centre.push_back(centre);
    result.radius.push_back(UpperBound(std::max({most - centre, centre - least, 0.0})) + points.radius);
  }
  return result;
}

Enclosures value_at(const ControlPoints& points, double tau) {
  const long degree = points.points() - 1;
  const std::vector<double> basis = bernstein_basis(degree, tau);
  const UpperBound error = value_error(degree);
  Enclosures result{std::vector<double>(static_cast<std::size_t>(points.size)), {}};
  for (std::size_t i = 0; i < result.centre.size(); ++i) {
    double most = 0;
    for (long k = 0; k <= degree; ++k) {
      const double value = points.point(k)[i];
      result.centre[i] += basis[static_cast<std::size_t>(k)] * value;
      most = std::max(most, std::abs(value));
    }
    result.radius.push_back(error * UpperBound(most) + points.radius);
  }
  return result;
}

ControlPoints difference(const ControlPoints& a, const ControlPoints& b) {
  ControlPoints result{a.size, a.values, {}};
  double most = 0;
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    result.values[i] -= b.values[i];
    most = std::max(most, std::abs(result.values[i]));
  }
  result.radius = a.radius + b.radius + UpperBound(kUnit) * UpperBound(most);
  return result;
}

std::vector<double> bernstein_basis(long degree, double tau) {
  std::vector<double> basis;
  for (long k = 0; k <= degree; ++k) {
    double value = binomial(degree, k);
    for (long i = 0; i < degree; ++i) {
      value *= i < k ? tau : 1 - tau;
    }
    basis.push_back(value);
  }
  return basis;
}

// A term: degree factors, half of them maybe with 1 − τ rounded, its product and degree + 1 sums; the
// derivative is at most 2·degree·s.
UpperBound value_error(long degree) { return gamma_factor(6 * degree + 6); }

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
