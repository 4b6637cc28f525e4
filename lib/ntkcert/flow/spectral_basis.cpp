#include "ntkcert/flow/spectral_basis.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

/// A number x with |x| ≤ 2^exponent as a multiple of 2^{exponent−22}, exactly, and the rest, rounded at most
/// once.
struct Split {
  explicit Split(const LaneMatrix& a, int exponent)
      : high(a.rows(), a.columns()), low(a.rows(), a.columns()) {
    const double shift = std::ldexp(1.5, 30 + exponent);
    for (long i = 0; i < a.rows(); ++i) {
      for (long j = 0; j < a.columns(); ++j) {
        high(i, j) = (a(i, j) + shift) - shift;
        low(i, j) = a(i, j) - high(i, j);
      }
    }
  }
  LaneMatrix high;
  LaneMatrix low;
};

LaneMatrix product(const LaneMatrix& left, const LaneMatrix& right) {
  LaneMatrix result(left.columns(), right.columns());
  add_transposed_product(left, right, {0, left.rows()}, result, {0, left.blocks()});
  return result;
}

/// The largest Euclidean norm of a row.
UpperBound largest_row(const LaneMatrix& a) {
  UpperBound largest;
  for (long i = 0; i < a.rows(); ++i) {
    double sum = 0;
    for (long j = 0; j < a.columns(); ++j) {
      sum += a(i, j) * a(i, j);
    }
    largest = max(largest, UpperBound::of_sum(sum, a.columns()));
  }
  return sqrt(largest);
}

void decompose(const LaneMatrix& g, LaneMatrix& vectors, std::vector<double>& values) {
  const long n = g.rows();
  Eigen::MatrixXd matrix(n, n);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      matrix(i, j) = g(i, j);
    }
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
  for (long i = 0; i < n; ++i) {
    values.push_back(solver.eigenvalues()(i));
    for (long j = 0; j < n; ++j) {
      vectors(i, j) = solver.eigenvectors()(i, j);
    }
  }
}

}  // namespace

UpperBound frobenius_norm(const LaneMatrix& a) {
  UpperBound squares;
  for (long b = 0; b < a.blocks(); ++b) {
    Lanes sum{};
    for (const double *x = a.block(b), *end = x + a.block_size(); x < end; x += kLanes) {
      sum += load(x) * load(x);
    }
    squares += UpperBound::of_sum(sum_of_lanes(sum), a.block_size());
  }
  return sqrt(squares);
}

SpectralBasis::SpectralBasis(const LaneMatrix& g) : vectors_(g.rows(), g.rows()) {
  const long n = g.rows();
  const UpperBound size = largest_row(g);
  // The products of high parts below are exact for such exponents.
  if (!size.is_finite() || size.value() > 0x1p500) {
    throw Exhausted("the Gram matrix is beyond the range of double precision");
  }
  decompose(g, vectors_, values_);
  LaneMatrix transposed(n, n);
  bool inside = true;
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      inside = inside && std::abs(vectors_(i, j)) <= 1;
      transposed(j, i) = vectors_(i, j);
    }
  }
  if (!inside || !(largest_row(transposed).value() <= 2)) {
    throw Exhausted("the approximate eigenvectors are not orthogonal enough in double precision");
  }
  const UpperBound of_vectors = frobenius_norm(vectors_);

  const Split v(vectors_, 0);
  LaneMatrix exact = product(v.high, v.high);
  for (long i = 0; i < n; ++i) {
    exact(i, i) -= 1;
  }
  const LaneMatrix mixed = product(v.high, v.low);
  LaneMatrix defect = product(v.low, v.low);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      defect(i, j) += exact(i, j) + (mixed(i, j) + mixed(j, i));
    }
  }
  const UpperBound low = frobenius_norm(v.low);
  const UpperBound high = frobenius_norm(v.high);
  eta_ = frobenius_norm(defect) + gamma_factor(n + 6) * (2 * (high * low) + low * low) +
         gamma_factor(3) * frobenius_norm(exact);
  if (!(eta_.value() < 0.5)) {
    throw Exhausted("the approximate eigenvectors are not orthogonal enough in double precision");
  }

  const Split parts(g, std::ilogb(std::max(size.value(), 0x1p-900)) + 1);
  const LaneMatrix main = product(parts.high, v.high);
  LaneMatrix residual = product(parts.high, v.low);
  add_transposed_product(parts.low, vectors_, {0, n}, residual, {0, residual.blocks()});
  UpperBound largest;
  UpperBound scaled;
  for (long i = 0; i < n; ++i) {
    const double d = values_[static_cast<std::size_t>(i)];
    largest = max(largest, UpperBound(std::abs(d)));
    scaled += UpperBound(std::abs(d)) * UpperBound(std::abs(d));
    for (long j = 0; j < n; ++j) {
      residual(i, j) += main(i, j) - vectors_(i, j) * values_[static_cast<std::size_t>(j)];
    }
  }
  const UpperBound rounding =
      gamma_factor(2 * n + 6) * (frobenius_norm(parts.high) * low + frobenius_norm(parts.low) * of_vectors) +
      gamma_factor(3) * (frobenius_norm(main) + 2 * sqrt(scaled));
  epsilon_ = (frobenius_norm(residual) + rounding + 2 * (eta_ * largest)) * reciprocal_of_complement(eta_);
}

DoubleGram rotated(const SpectralBasis& basis, const DoubleGram& gram, const DoubleSeries& series) {
  const long n = basis.size();
  const LaneMatrix& v = basis.vectors();
  const UpperBound one_plus = UpperBound(1) + basis.orthogonality_error();
  const UpperBound of_vectors = frobenius_norm(v);

  DoubleGram result;
  UpperBound rounding;
  for (const LaneMatrix& point : gram.points) {
    LaneMatrix half(n, n);
    LaneMatrix whole(n, n);
    series.for_each_worker([&](long worker, long workers) {
      for (long row = worker; row < v.blocks(); row += workers) {
        add_transposed_product(point, v, {0, n}, half, {row, row + 1});
      }
    });
    series.for_each_worker([&](long worker, long workers) {
      for (long row = worker; row < v.blocks(); row += workers) {
        add_transposed_product(v, half, {0, n}, whole, {row, row + 1}, true);
      }
    });
    rounding =
        max(rounding, of_vectors * (frobenius_norm(half) + one_plus * frobenius_norm(point) * of_vectors));
    result.points.push_back(std::move(whole));
  }
  // The upper triangle counts twice: √2 < 1.5.
  result.norm_error = one_plus * gram.norm_error + UpperBound(1.5) * gamma_factor(n + 2) * rounding;
  result.entry_error = result.norm_error;
  return result;
}

Enclosures eigenvalue_bounds(const SpectralBasis& basis, const DoubleGram& rotated) {
  const long n = basis.size();
  const UpperBound eta = basis.orthogonality_error();
  const UpperBound error = rotated.norm_error;
  Enclosures bounds;
  std::vector<std::pair<double, long>> order;
  for (long i = 0; i < n; ++i) {
    double sum = 0;
    for (const LaneMatrix& b : rotated.points) {
      sum += b(i, i);
    }
    order.emplace_back(sum / static_cast<double>(rotated.points.size()), i);
  }
  // Squares of the largest entries of VᵀGV − D over the control points; the upper triangle counts twice.
  LaneMatrix squares(n, n);
  for (long i = 0; i < n; ++i) {
    for (const LaneMatrix& b : rotated.points) {
      for (long j = i; j < n; ++j) {
        const double x = j == i ? b(i, i) - order[static_cast<std::size_t>(i)].first : b(i, j);
        const double square = j == i ? x * x : 2 * (x * x);
        squares(i, j) = square <= squares(i, j) ? squares(i, j) : square;
      }
    }
  }
  const std::vector<std::pair<double, long>> diagonal = order;
  std::ranges::sort(order);
  for (const auto& [d, i] : order) {
    bounds.centre.push_back(d);
  }
  // ‖(D + μ)^{−1/2}(VᵀG_tV − D)(D + μ)^{−1/2}‖; μ = ∞ stands for the matrix as it is.
  AlignedArray<double> weights(squares.blocks() * kLanes);
  std::fill_n(weights.data(), n, 1.0);
  const auto weighed_norm = [&] {
    UpperBound sum;
    for (long i = 0; i < n; ++i) {
      // Below the diagonal squares are 0.
      Lanes row{};
      for (long b = i / kLanes; b < squares.blocks(); ++b) {
        row += load(squares.block(b, i)) * load(weights.data() + b * kLanes);
      }
      sum += UpperBound::of_sum(sum_of_lanes(row), n + kLanes) * UpperBound(weights[i]);
    }
    // Of a term: the difference, its square, the weights.
    return sqrt(sum * (UpperBound(1) + gamma_factor(10)));
  };
  const UpperBound whole = weighed_norm() + error;
  bounds.radius.assign(static_cast<std::size_t>(n), whole);
  const double least = bounds.centre.front();
  const double most = bounds.centre.back();
  for (double mu = 2 * error.value() + std::max(0.0, -2 * least); mu < most; mu *= 4) {
    for (const auto& [d, i] : diagonal) {
      weights[i] = 1 / (d + mu);
    }
    const UpperBound relative = weighed_norm() + error / ((least + mu) * (1 - 0x1p-50));
    if (!(relative.value() < 1)) {
      continue;
    }
    for (std::size_t i = 0; i < bounds.radius.size(); ++i) {
      const UpperBound candidate =
          UpperBound(std::max(0.0, bounds.centre[i]) + mu) * UpperBound(1 + 0x1p-50) * relative;
      bounds.radius[i] = candidate.value() < bounds.radius[i].value() ? candidate : bounds.radius[i];
    }
  }
  // From VᵀG_tV to G_t.
  const UpperBound tilt = eta * reciprocal_of_complement(eta);
  for (std::size_t i = 0; i < bounds.radius.size(); ++i) {
    bounds.radius[i] += tilt * (UpperBound(std::abs(bounds.centre[i])) + bounds.radius[i]);
  }
  return bounds;
}

}  // namespace ntkcert
