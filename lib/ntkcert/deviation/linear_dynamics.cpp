#include "ntkcert/deviation/linear_dynamics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/floating/elementary.hpp"
#include "ntkcert/floating/elementary_bounds.hpp"

namespace ntkcert {
namespace {

NTKCERT_CLONES void exponentials_of_minus(const double* x, long blocks, double* result) {
  for (long b = 0; b < blocks; ++b, x += kLanes, result += kLanes) {
    store(result, floating::exp_of_minus(load(x)));
  }
}

/// Row k, column j: control point k of degree `degree` of (2τ − 1)^j, from its polar form at k ones and zeros
/// else: Σ_i C(k, i)C(degree − k, j − i)(−1)^{j−i}/C(degree, j). Sums are integers below 2^53; one rounding.
/// At most 1.
std::vector<double> centred_powers(long degree) {
  std::vector<double> result;
  for (long k = 0; k <= degree; ++k) {
    for (long j = 0; j <= degree; ++j) {
      double sum = 0;
      for (long i = 0; i <= std::min(j, k); ++i) {
        sum += ((j - i) % 2 == 0 ? 1 : -1) * binomial(k, i) * binomial(degree - k, j - i);
      }
      result.push_back(sum / binomial(degree, j));
    }
  }
  return result;
}

double norm_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double value : x) {
    sum += value * value;
  }
  return sum;
}

}  // namespace

RoundedMatrix rounded(const Matrix& g) {
  const long n = g.rows();
  RoundedMatrix result{LaneMatrix(n, n), {}};
  UpperBound squares;
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      const Ball entry = g(std::max(i, j), std::min(i, j));
      const double near = entry.midpoint().approximate();
      if (!std::isfinite(near)) {
        throw Exhausted("an entry of the Gram matrix is beyond the range of double precision");
      }
      result.doubles(i, j) = near;
      const UpperBound error =
          UpperBound::above(abs(entry - Ball::from_double(near, entry.precision())).upper());
      squares += error * error;
    }
  }
  result.error = sqrt(squares);
  if (!result.error.is_finite()) {
    throw Exhausted("an entry of the Gram matrix is unbounded");
  }
  return result;
}

LinearDynamics::LinearDynamics(const RoundedMatrix& g, const std::vector<double>& residual,
                               UpperBound residual_error, long points)
    : basis_(g.doubles),
      transposed_(basis_.size(), basis_.size()),
      points_(points),
      powers_(centred_powers(points - 1)) {
  const long n = basis_.size();
  const LaneMatrix& v = basis_.vectors();
  const double least = basis_.values().empty() ? 0 : basis_.values().front();
  matrix_error_ = basis_.backward_error() + g.error + UpperBound(std::max(0.0, -least));
  const UpperBound norm = sqrt(UpperBound::of_sum(norm_of(residual), n));
  size_ = norm + residual_error;
  LaneMatrix column(n, 1);
  for (long i = 0; i < n; ++i) {
    column(i, 0) = residual[static_cast<std::size_t>(i)];
    for (long j = 0; j < n; ++j) {
      transposed_(j, i) = v(i, j);
    }
  }
  // Chunks of rows, so that a product passes through few additions.
  constexpr long kDepth = 16;
  LaneMatrix product(n, 1);
  for (long first = 0; first < n; first += kDepth) {
    add_transposed_product(v, column, {first, std::min(first + kDepth, n)}, product, {0, v.blocks()});
  }
  for (long i = 0; i < n; ++i) {
    coordinates_.push_back(product(i, 0));
  }
  const UpperBound one_plus = UpperBound(1) + basis_.orthogonality_error();
  start_error_ = residual_error + one_plus * gamma_factor(kDepth + n / kDepth + 4) * frobenius_norm(v) * norm;
}

ControlPoints LinearDynamics::on_step(const Dyadic& start, double length) const {
  const long n = basis_.size();
  const long points = points_;
  const long degree = points - 1;
  const double begin = start.approximate();
  const UpperBound eta = basis_.orthogonality_error();
  const UpperBound end = UpperBound::above(start + Dyadic::from_double(length));

  // e^{−d(begin + length/2)} and e^{−d·begin}.
  const long blocks = (n + kLanes - 1) / kLanes;
  AlignedArray<double> exponents(2 * blocks * kLanes);
  AlignedArray<double> decay(exponents.size());
  for (long i = 0; i < n; ++i) {
    const double d = std::max(0.0, basis_.values()[static_cast<std::size_t>(i)]);
    exponents[i] = d * (begin + length / 2);
    exponents[blocks * kLanes + i] = d * begin;
  }
  exponentials_of_minus(exponents.data(), 2 * blocks, decay.data());
  // The argument's roundings: x·e^{−x} ≤ 0.4; and the kernel's own error.
  const UpperBound of_decay = UpperBound(0.4) * gamma_factor(5) * UpperBound(1 + 0x1p-40);
  const UpperBound kernel(floating::kExpError * 0x1p-53);

  LaneMatrix series(n, points);
  UpperBound squares;
  for (long i = 0; i < n; ++i) {
    const double d = std::max(0.0, basis_.values()[static_cast<std::size_t>(i)]);
    const double half = d * length / 2;
    const double middle = decay[i];
    const double y = coordinates_[static_cast<std::size_t>(i)];
    const UpperBound most = (UpperBound(1) + 2 * kernel) * UpperBound(decay[blocks * kLanes + i]) + of_decay;
    // e^{−a(2τ−1)}: what follows its Taylor polynomial, and the rounding, against Σa^j/j! ≤ e^a; times
    // e^{−x}.
    const UpperBound a = UpperBound(half) * UpperBound(1 + 0x1p-49);
    UpperBound term(1);
    UpperBound sum(1);
    std::vector<double> taylor{1};
    for (long j = 1; j <= degree; ++j) {
      term = term * a / static_cast<double>(j);
      sum += term;
      taylor.push_back(taylor.back() * -half / static_cast<double>(j));
    }
    const UpperBound rest = term * a / static_cast<double>(points) *
                            reciprocal_of_complement(a / static_cast<double>(points + 1));
    const UpperBound error =
        UpperBound(middle) * (rest + (gamma_factor(5 * points + 8) + kernel) * (sum + rest)) +
        of_decay * (sum + rest);
    if (error.value() < most.value()) {
      for (long k = 0; k < points; ++k) {
        double value = 0;
        for (long j = 0; j <= degree; ++j) {
          value += taylor[static_cast<std::size_t>(j)] * powers_[static_cast<std::size_t>(k * points + j)];
        }
        series(i, k) = y * (middle * value);
      }
    }
    const UpperBound off = UpperBound(std::abs(y)) * (error.value() < most.value() ? error : most);
    squares += off * off;
  }

  LaneMatrix product(n, points);
  add_transposed_product(transposed_, series, {0, n}, product, {0, transposed_.blocks()});
  ControlPoints result{n, std::vector<double>(static_cast<std::size_t>(n * points)), {}};
  UpperBound largest;
  for (long k = 0; k < points; ++k) {
    double sum = 0;
    for (long i = 0; i < n; ++i) {
      result.point(k)[static_cast<std::size_t>(i)] = product(i, k);
      sum += series(i, k) * series(i, k);
    }
    largest = max(largest, UpperBound::of_sum(sum, n));
  }
  const UpperBound one_plus = UpperBound(1) + eta;
  result.radius = size_ * (end * matrix_error_ + 2 * eta + eta * eta) + one_plus * start_error_ +
                  one_plus * (sqrt(squares) + gamma_factor(n + 2) * sqrt(largest));
  return result;
}

}  // namespace ntkcert
