#include "ntkcert/matrix/symmetric_eigen.hpp"

#include <fmt/core.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <numeric>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

constexpr long kDoubleBits = 50;

std::size_t index(long i) { return static_cast<std::size_t>(i); }

/// The exact midpoints of a matrix.
Matrix midpoints(const Matrix& a) {
  Matrix r(a.rows(), a.columns(), a.precision());
  arb_mat_get_mid(r.raw(), a.raw());
  return r;
}

void require_symmetric(const Matrix& g) {
  if (g.rows() != g.columns()) {
    throw InvalidInput(fmt::format("a {}×{} matrix has no symmetric eigenvalues", g.rows(), g.columns()));
  }
  if (!g.is_finite()) {
    throw Exhausted("an entry of the matrix is unbounded");
  }
  if (!g.overlaps(g.transposed())) {
    throw InvalidInput("the matrix encloses no symmetric matrix");
  }
}

Matrix double_eigenvectors(const Matrix& g) {
  const long n = g.rows();
  Eigen::MatrixXd approximate(n, n);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      approximate(i, j) = g(std::max(i, j), std::min(i, j)).midpoint().approximate();
    }
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(approximate);
  Matrix v(n, n, g.precision());
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      v.set(i, j, Ball::from_double(solver.eigenvectors()(i, j), g.precision()));
    }
  }
  return v;
}

/// One cyclic Jacobi sweep on the midpoints: a ← JᵀaJ, v ← vJ. Approximate arithmetic only.
void jacobi_sweep(Matrix& a, Matrix& v) {
  const long n = a.rows();
  const auto rotate_columns = [n](Matrix& m, long p, long q, const Ball& c, const Ball& s) {
    for (long k = 0; k < n; ++k) {
      const Ball x = m(k, p);
      const Ball y = m(k, q);
      m.set(k, p, Ball((c * x - s * y).midpoint(), m.precision()));
      m.set(k, q, Ball((s * x + c * y).midpoint(), m.precision()));
    }
  };
  for (long p = 0; p < n; ++p) {
    for (long q = p + 1; q < n; ++q) {
      if (a(p, q).is_exact_zero()) {
        continue;
      }
      const Ball theta = (a(q, q) - a(p, p)) / (a(p, q) * 2);
      const Ball root = sqrt(square(theta) + 1);
      const Ball t = Ball(theta.midpoint().sign() < 0 ? -1 : 1, a.precision()) / (abs(theta) + root);
      const Ball c = 1 / sqrt(square(t) + 1);
      if (!t.is_finite() || !c.is_finite()) {
        continue;
      }
      rotate_columns(a, p, q, c, t * c);
      a = a.transposed();
      rotate_columns(a, p, q, c, t * c);
      a = a.transposed();
      rotate_columns(v, p, q, c, t * c);
    }
  }
}

/// Newton–Schulz step v ← v(3I − vᵀv)/2 restores orthogonality to working precision.
Matrix orthogonalised(const Matrix& v) {
  const Ball half = scaled(Ball(1, v.precision()), -1);
  const Matrix three = Matrix::identity(v.rows(), v.precision()) * Ball(3, v.precision());
  return midpoints(v * (three - v.transposed() * v) * half);
}

std::vector<SpectralCluster> separate(const std::vector<Ball>& eigenvalues) {
  const long n = static_cast<long>(eigenvalues.size());
  std::vector<SpectralCluster> clusters;
  for (long i = 0; i < n; ++i) {
    if (i > 0 && !is_yes(eigenvalues[index(i - 1)] < eigenvalues[index(i)])) {
      clusters.back().last = i;
    } else {
      clusters.push_back({i, i, Dyadic::infinity()});
    }
  }
  for (std::size_t c = 0; c + 1 < clusters.size(); ++c) {
    const Dyadic gap =
        (eigenvalues[index(clusters[c + 1].first)] - eigenvalues[index(clusters[c].last)]).lower();
    clusters[c].gap = std::min(clusters[c].gap, gap);
    clusters[c + 1].gap = gap;
  }
  return clusters;
}

}  // namespace

SymmetricEigen::SymmetricEigen(const Matrix& g) : vectors_(0, 0, g.precision()) {
  require_symmetric(g);
  const Precision p = g.precision();
  const long n = g.rows();
  Matrix v = double_eigenvectors(g);
  for (long bits = kDoubleBits; bits < 2 * p.bits(); bits *= 2) {
    v = orthogonalised(v);
    Matrix rotated = midpoints(v.transposed() * midpoints(g) * v);
    jacobi_sweep(rotated, v);
  }
  v = orthogonalised(v);
  const Matrix rotated = v.transposed() * midpoints(g) * v;
  std::vector<long> order(index(n));
  std::iota(order.begin(), order.end(), 0L);
  std::sort(order.begin(), order.end(),
            [&](long i, long j) { return rotated(i, i).midpoint() < rotated(j, j).midpoint(); });
  vectors_ = Matrix(n, n, p);
  Vector diagonal;
  Dyadic largest;
  for (long j = 0; j < n; ++j) {
    const long from = order[index(j)];
    for (long i = 0; i < n; ++i) {
      vectors_.set(i, j, v(i, from));
    }
    values_.push_back(rotated(from, from).midpoint());
    diagonal.emplace_back(values_.back(), p);
    largest = std::max(largest, diagonal.back().magnitude());
  }
  const Matrix transposed = vectors_.transposed();
  eta_ = Ball((transposed * vectors_ - Matrix::identity(n, p)).frobenius_norm().upper(), p);
  if (!is_yes(eta_ < scaled(Ball(1, p), -1))) {
    throw Exhausted("the approximate eigenvectors are not orthogonal enough at this precision");
  }
  const Ball residual = (g * vectors_ - vectors_ * Matrix::diagonal(diagonal, p)).frobenius_norm();
  epsilon_ = Ball(((residual + eta_ * Ball(largest, p) * 2) / (1 - eta_)).upper(), p);
  std::vector<Ball> enclosures;
  for (long i = 0; i < n; ++i) {
    enclosures.push_back(eigenvalue(i));
  }
  clusters_ = separate(enclosures);
}

Ball SymmetricEigen::eigenvalue(long i) const {
  return Ball(values_[index(i)], precision()).widened(epsilon_);
}

Vector SymmetricEigen::approximate_vector(long i) const {
  Vector r;
  for (long k = 0; k < size(); ++k) {
    r.push_back(vectors_(k, i));
  }
  return r;
}

Ball SymmetricEigen::vector_error(const SpectralCluster& cluster) const {
  if (!cluster.gap.is_finite()) {
    return eta_;
  }
  return eta_ + sqrt(Ball(2, precision())) * epsilon_ / Ball(cluster.gap, precision());
}

Ball SymmetricEigen::exponential_error(const Ball& t) const {
  const Ball zero(precision());
  const Ball growth = values_.empty() ? zero : max(zero, epsilon_ - Ball(values_.front(), precision()));
  return (t * epsilon_ + eta_ * 2 + square(eta_)) * exp(t * growth);
}

Matrix exponential(const SymmetricEigen& g, const Ball& t) {
  const Precision p = g.precision();
  Vector decay;
  for (long i = 0; i < g.size(); ++i) {
    decay.push_back(exp(-(Ball(g.approximate_value(i), p) * t)));
  }
  const Matrix& v = g.approximate_vectors();
  Matrix r = v * Matrix::diagonal(decay, p) * v.transposed();
  const Ball error = g.exponential_error(t);
  for (long i = 0; i < g.size(); ++i) {
    for (long j = 0; j < g.size(); ++j) {
      r.set(i, j, r(i, j).widened(error));
    }
  }
  return r;
}

}  // namespace ntkcert
