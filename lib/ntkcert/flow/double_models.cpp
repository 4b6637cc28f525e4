#include "ntkcert/flow/double_models.hpp"

#include <algorithm>
#include <cmath>

#include "ntkcert/floating/lane_matrix.hpp"

namespace ntkcert {
namespace {

using Bounds = std::vector<UpperBound>;

/// Parameters that one sum goes over at a time.
constexpr long kDepth = 512;

/// Control points of Σc_kσ^k on [0, h]; the rounding is at most γ_{4·terms}Σ|c_k|h^k.
std::vector<double> control_points(const std::vector<double>& c, double h) {
  const long terms = std::ssize(c);
  const std::vector<double> weights = bernstein_weights(terms, h);
  std::vector<double> points;
  for (long k = 0; k < terms; ++k) {
    double point = 0;
    for (long j = 0; j <= k; ++j) {
      point += weights[static_cast<std::size_t>(k * terms + j)] * c[static_cast<std::size_t>(j)];
    }
    points.push_back(point);
  }
  return points;
}

UpperBound size_on_step(const std::vector<double>& c, UpperBound h) {
  UpperBound sum;
  for (auto k = std::ssize(c) - 1; k >= 0; --k) {
    sum = sum * h + UpperBound(std::abs(c[static_cast<std::size_t>(k)]));
  }
  return sum;
}

/// Σ_q m_q(σ)² of vector polynomials; the coefficient of σ^k is off by at most rounding·(size⋆size)_k.
struct Square {
  std::vector<double> coefficients;
  Bounds size;  // of the vectors m_k
  UpperBound rounding;
  bool from_zero;  // m_0 = 0

  [[nodiscard]] UpperBound error(UpperBound h) const {
    const UpperBound total = bound_of_polynomial(size, h, 0);
    return rounding * total * total;
  }
};

/// Column k holds order k.
Square square_of(const LaneMatrix& vectors) {
  const long terms = vectors.columns();
  LaneMatrix products(terms, terms);
  long chunks = 0;
  for (long first = 0; first < vectors.rows(); first += kDepth, ++chunks) {
    add_transposed_product(vectors, vectors, {first, std::min(first + kDepth, vectors.rows())}, products,
                           {0, products.blocks()});
  }
  Square square{std::vector<double>(static_cast<std::size_t>(2 * terms - 1)),
                {},
                gamma_factor(kDepth + chunks + 2 + terms),
                true};
  for (long q = 0; q < vectors.rows(); ++q) {
    square.from_zero = square.from_zero && vectors(q, 0) == 0;
  }
  for (long j = 0; j < terms; ++j) {
    square.size.push_back(sqrt(UpperBound(std::abs(products(j, j))) * (UpperBound(1) + 2 * square.rounding)));
    for (long k = 0; k < terms; ++k) {
      square.coefficients[static_cast<std::size_t>(j + k)] += products(j, k);
    }
  }
  return square;
}

/// The power series √p up to half the degree of p, p_0 > 0; or 0.
std::vector<double> root_series(std::span<const double> p) {
  const std::size_t terms = (p.size() + 1) / 2;
  std::vector<double> q(terms);
  if (!(p.front() > 0)) {
    return q;
  }
  q[0] = std::sqrt(p[0]);
  for (std::size_t k = 1; k < terms; ++k) {
    double rest = p[k];
    for (std::size_t j = 1; j < k; ++j) {
      rest -= q[j] * q[k - j];
    }
    q[k] = rest / (2 * q[0]);
  }
  return q;
}

/// An upper bound of |q(σ) − √p(σ)| on [0, h] for p ≥ 0, and control points of q. p's coefficients are off by
/// at most `error` in sum.
struct Root {
  std::vector<double> coefficients;
  UpperBound error;
};

Root root_of(std::span<const double> p, UpperBound p_error, double h) {
  std::vector<double> q = root_series(p);
  const UpperBound step(h);
  // |q² − p|: coefficients of the difference, and their rounding.
  std::vector<double> difference(p.begin(), p.end());
  for (std::size_t i = 0; i < q.size(); ++i) {
    for (std::size_t j = 0; j < q.size(); ++j) {
      difference[i + j] -= q[i] * q[j];
    }
  }
  const UpperBound size = size_on_step(q, step);
  const UpperBound off = size_on_step(difference, step) +
                         gamma_factor(std::ssize(q) + 2) *
                             (size * size + size_on_step(std::vector<double>(p.begin(), p.end()), step)) +
                         p_error;
  const std::vector<double> points = control_points(q, h);
  const UpperBound rounding = gamma_factor(4 * std::ssize(q)) * size;
  const double least = (*std::ranges::min_element(points) - rounding.value()) * (1 - 0x1p-50);
  // |q − √p| = |q² − p|/(q + √p); where q may be small, |q − √p| ≤ √|q² − p| for q ≥ 0.
  UpperBound error = sqrt(off);
  if (least > 0) {
    const UpperBound quotient = off / least;
    error = quotient.value() < error.value() ? quotient : error;
  } else {
    error += 2 * UpperBound(-least * (1 + 0x1p-49));
  }
  return {std::move(q), error};
}

/// The norm of vectors m(σ) on [0, h], from its square: √p, or σ√(p/σ²) where m vanishes at the start.
ControlPoints norm_points(const Square& square, double h) {
  std::span<const double> p(square.coefficients);
  Root root;
  if (square.from_zero && p.size() > 2) {
    const UpperBound total = bound_of_polynomial(std::span(square.size).subspan(1), UpperBound(h), 0);
    root = root_of(p.subspan(2), square.rounding * total * total, h);
    root.coefficients.insert(root.coefficients.begin(), 0);
    root.error *= UpperBound(h);
  } else {
    root = root_of(p, square.error(UpperBound(h)), h);
  }
  const UpperBound rounding =
      gamma_factor(4 * std::ssize(root.coefficients)) * size_on_step(root.coefficients, UpperBound(h));
  return {1, control_points(root.coefficients, h), root.error + rounding};
}

/// |f(x_i; θ) − f(x_i; θ̃)| for |θ − θ̃| ≤ distance ≤ the step's radius.
UpperBound network_shift(const DoubleStep& step, UpperBound distance) {
  return step.gradient * distance + step.network_hessian * distance * distance / 2;
}

/// |r_t(x_i) − r̂_i|.
UpperBound residual_shift(const DoubleStep& step) {
  return step.residual_error + network_shift(step, step.radius);
}

}  // namespace

ControlPoints residual_points(const DoubleSeries& series, const DoubleStep& step) {
  const long n = series.problem().samples;
  const long terms = series.order();
  const std::vector<double> weights = bernstein_weights(terms, step.share);
  ControlPoints result{n, std::vector<double>(static_cast<std::size_t>(n * terms)), {}};
  double largest = 0;
  for (long i = 0; i < n; ++i) {
    double size = 0;
    for (long k = terms - 1; k >= 0; --k) {
      size = size * step.share + std::abs(series.residual(i, k));
      double point = 0;
      for (long j = 0; j <= k; ++j) {
        point += weights[static_cast<std::size_t>(k * terms + j)] * series.residual(i, j);
      }
      result.point(k)[static_cast<std::size_t>(i)] = point;
    }
    largest = size <= largest ? largest : size;
  }
  result.radius = residual_shift(step) + gamma_factor(4 * terms) * UpperBound::of_sum(largest, 2 * terms);
  return result;
}

InitialResidual initial_residual(const DoubleSeries& series, const DoubleErrors& errors,
                                 const DoubleStep& step) {
  const long n = series.problem().samples;
  InitialResidual result;
  for (long i = 0; i < n; ++i) {
    result.values.push_back(series.residual(i, 0));
  }
  result.error = sqrt(UpperBound(static_cast<double>(n))) *
                 (errors.residual.front() + network_shift(step, series.problem().initial_error));
  return result;
}

NormPoints residual_norm_points(const DoubleSeries& series, const DoubleStep& step) {
  const long n = series.problem().samples;
  LaneMatrix residuals(n, series.order());
  for (long i = 0; i < n; ++i) {
    for (long k = 0; k < series.order(); ++k) {
      residuals(i, k) = series.residual(i, k);
    }
  }
  Square square = square_of(residuals);
  const auto count = static_cast<double>(n);
  for (double& c : square.coefficients) {
    c /= count;
  }
  const UpperBound root = sqrt(UpperBound(1) / count);
  for (UpperBound& size : square.size) {
    size *= root;
  }
  square.rounding += UpperBound(2 * kUnit);
  const UpperBound h(step.share);
  const UpperBound shift = residual_shift(step);
  const UpperBound size = bound_of_polynomial(square.size, h, 0);
  NormPoints result{{1, control_points(square.coefficients, step.share), {}},
                    norm_points(square, step.share)};
  result.square.radius = square.error(h) + gamma_factor(4 * std::ssize(square.coefficients)) * size * size +
                         shift * (2 * size + shift);
  result.norm.radius += shift;
  return result;
}

ControlPoints displacement_points(const DoubleSeries& series, const std::vector<double>& displacement,
                                  const DoubleStep& step) {
  const DoubleProblem& problem = series.problem();
  const long size = problem.layout.size();
  LaneMatrix moved(size, series.order() + 1);
  double squares = 0;
  for (long q = 0; q < size; ++q) {
    const auto at = static_cast<std::size_t>(q);
    moved(q, 0) = displacement[at] - problem.displacement[at];
    squares += moved(q, 0) * moved(q, 0);
    for (long k = 1; k <= series.order(); ++k) {
      moved(q, k) = series.coefficient(q, k);
    }
  }
  ControlPoints result = norm_points(square_of(moved), step.share);
  result.radius +=
      step.radius + problem.initial_error + UpperBound(kUnit) * sqrt(UpperBound::of_sum(squares, size));
  return result;
}

}  // namespace ntkcert
