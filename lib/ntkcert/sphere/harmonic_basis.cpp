#include "ntkcert/sphere/harmonic_basis.hpp"

#include <fmt/core.h>

#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/series_arithmetic.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

using Series = std::vector<BallArray>;

/// √2·Re and √2·Im of (x_1 + ix_2)^q; 1 for q = 0.
std::vector<Series> plane_harmonics(const BallArray& x, const BallArray& y, long max_degree,
                                    const SeriesArithmetic& series, Precision p) {
  std::vector<Series> harmonics(1);
  harmonics[0].push_back(series.constant(1));
  const Ball root2 = sqrt(Ball(2, p));
  BallArray re = series.scaled(x, root2);
  BallArray im = series.scaled(y, root2);
  for (long q = 1; q <= max_degree; ++q) {
    harmonics.push_back({re, im});
    BallArray next = series.difference(series.product(re, x), series.product(im, y));
    im = series.sum(series.product(re, y), series.product(im, x));
    re = std::move(next);
  }
  return harmonics;
}

/// |x|^nP_n^D(t/|x|), n ≤ max_degree, ρ = |x|².
Series solid_zonals(long dimension, long max_degree, const BallArray& t, const BallArray& rho,
                    const SeriesArithmetic& series, Precision p) {
  Series g{series.constant(1)};
  for (long n = 0; n < max_degree; ++n) {
    BallArray next = series.product(t, g.back());
    if (n > 0) {
      const Ball beta = Ball(n, p) / (n + dimension - 2);
      const BallArray before = series.product(rho, g[static_cast<std::size_t>(n - 1)]);
      next = series.sum(next, series.scaled(series.difference(next, before), beta));
    }
    g.push_back(std::move(next));
  }
  return g;
}

/// 1/√∫(P_n^{j+2q})²(1−t²)^q dτ_j.
Ball normalisation(long j, long n, long q, Precision p) {
  Ball square(multiplicity(j + 2 * q, n), p);
  for (long i = 0; i < q; ++i) {
    square = square * (j + 2 * i) / (j + 2 * i - 1);
  }
  return sqrt(square);
}

}  // namespace

HarmonicBasis::HarmonicBasis(long dimension, long max_degree, Precision p)
    : dimension_(dimension), max_degree_(max_degree), precision_(p), begin_{0} {
  check_dimension(dimension);
  check_degree(max_degree);
  Integer size = 0;
  for (long k = 0; k <= max_degree; ++k) {
    size += multiplicity(dimension, k);
    if (size > kMost) {
      throw InvalidInput(fmt::format(
          "the degrees up to {} of dimension {} have more than {} harmonics: at most degree {} can "
          "be had",
          max_degree, dimension, kMost, k - 1));
    }
    begin_.push_back(static_cast<long>(size));
  }
  for (long j = 3; j <= dimension; ++j) {
    for (long q = 0; q <= max_degree; ++q) {
      for (long n = 0; n <= max_degree - q; ++n) {
        factors_.push_back(normalisation(j, n, q, p));
      }
    }
  }
}

bool HarmonicBasis::is_cheaper_than_pairs(long dimension, long max_degree, long points) {
  Integer harmonics = 0;
  for (long k = 0; k <= max_degree; ++k) {
    harmonics += multiplicity(dimension, k);
  }
  // About four products for a point and a harmonic, and fifteen for a pair and a degree.
  return harmonics <= kMost && harmonics <= 2 * points * (max_degree + 1);
}

BallArray HarmonicBasis::operator()(const BallArray& u, long length) const {
  const SeriesArithmetic series(length, precision_);
  const auto component = [&](long j) {
    BallArray x(length);
    _arb_vec_set(x.at(0), u.at(j * length), length);
    return x;
  };
  std::vector<Series> harmonics =
      plane_harmonics(component(0), component(1), max_degree_, series, precision_);
  BallArray rho =
      series.sum(series.product(component(0), component(0)), series.product(component(1), component(1)));
  auto normalised = factors_.begin();
  for (long j = 3; j <= dimension_; ++j) {
    const BallArray t = component(j - 1);
    rho = series.sum(rho, series.product(t, t));
    std::vector<Series> lifted(harmonics.size());
    for (long q = 0; q <= max_degree_; ++q) {
      const Series zonals = solid_zonals(j + 2 * q, max_degree_ - q, t, rho, series, precision_);
      for (long n = 0; n <= max_degree_ - q; ++n) {
        const BallArray factor = series.scaled(zonals[static_cast<std::size_t>(n)], *normalised++);
        for (const BallArray& below : harmonics[static_cast<std::size_t>(q)]) {
          lifted[static_cast<std::size_t>(q + n)].push_back(series.product(factor, below));
        }
      }
    }
    harmonics = std::move(lifted);
  }
  BallArray result(size() * length);
  long index = 0;
  for (const Series& degree : harmonics) {
    for (const BallArray& y : degree) {
      _arb_vec_set(result.at(index * length), y.at(0), length);
      ++index;
    }
  }
  return result;
}

}  // namespace ntkcert
