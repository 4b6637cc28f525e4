#include "ntkcert/sphere/zonal_curve.hpp"

#include <fmt/core.h>

#include <utility>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/series_arithmetic.hpp"
#include "ntkcert/sphere/harmonic_basis.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

using SeriesList = std::vector<BallArray>;

/// P_0(c), …, P_K(c) of the sphere S^{d−1} for a series c.
SeriesList gegenbauer_series(long dimension, long max_degree, const BallArray& c,
                             const SeriesArithmetic& series, Precision p) {
  SeriesList g{series.constant(1)};
  for (long k = 0; k < max_degree; ++k) {
    BallArray next = series.product(c, g.back());
    if (k > 0) {
      const Ball beta = Ball(k, p) / (k + dimension - 2);
      next =
          series.sum(next, series.scaled(series.difference(next, g[static_cast<std::size_t>(k - 1)]), beta));
    }
    g.push_back(std::move(next));
  }
  return g;
}

/// P_k'(1).
Ball slope_at_one_of(long dimension, long degree, Precision p) {
  return Ball(degree, p) * (degree + dimension - 2) / (dimension - 1);
}

/// The derivative of order `shift` of P_0, …, P_K at a series c: multiples of P_{k−shift} of S^{d−1+2·shift}.
SeriesList derivative_series(long dimension, long max_degree, long shift, const BallArray& c,
                             const SeriesArithmetic& series, Precision p) {
  SeriesList r(static_cast<std::size_t>(max_degree) + 1, series.constant(0));
  if (max_degree < shift) {
    return r;
  }
  const SeriesList g = gegenbauer_series(dimension + 2 * shift, max_degree - shift, c, series, p);
  for (long k = shift; k <= max_degree; ++k) {
    Ball factor(1, p);
    for (long i = 0; i < shift; ++i) {
      factor *= slope_at_one_of(dimension + 2 * i, k - i, p);
    }
    r[static_cast<std::size_t>(k)] = series.scaled(g[static_cast<std::size_t>(k - shift)], factor);
  }
  return r;
}

/// ⟨u, v⟩ of series of vectors.
BallArray inner_series(const SeriesList& u, const SeriesList& v, const SeriesArithmetic& series) {
  BallArray sum = series.constant(0);
  for (std::size_t j = 0; j < u.size(); ++j) {
    series.add(sum.at(0), series.product(u[j], v[j]));
  }
  return sum;
}

Polynomial as_polynomial(const BallArray& series, long length, const Ball& factor) {
  Polynomial r(factor.precision());
  Ball c(factor.precision());
  for (long j = 0; j < length; ++j) {
    arb_mul(c.raw(), series.at(j), factor.raw(), factor.precision().bits());
    r.set_coefficient(j, c);
  }
  return r;
}

Ball multiplicity_ball(long dimension, long degree, Precision p) {
  return {multiplicity(dimension, degree), p};
}

void require_rates(const ZonalCurve& curve, const std::vector<Ball>& rates) {
  if (std::ssize(rates) != curve.max_degree() + 1) {
    throw InvalidInput(fmt::format("{} rates for the degrees up to {}", rates.size(), curve.max_degree()));
  }
}

/// A point of the curve, its velocity, and α_k, δ_k = λ_kα_k + α_k' there.
struct CurvePoint {
  SeriesList place;
  SeriesList velocity;
  SeriesList amplitude;
  SeriesList drive;
};

CurvePoint curve_point(const ZonalCurve& curve, long i, const std::vector<Ball>& rates,
                       const SeriesArithmetic& series) {
  CurvePoint r;
  for (long j = 0; j < curve.dimension; ++j) {
    r.place.push_back(series.copy(curve.points.at((i * curve.dimension + j) * curve.length)));
    r.velocity.push_back(series.derivative(r.place.back()));
  }
  for (std::size_t k = 0; k < rates.size(); ++k) {
    r.amplitude.push_back(series.copy(curve.amplitudes[k].at(i * curve.length)));
    r.drive.push_back(
        series.sum(series.scaled(r.amplitude.back(), rates[k]), series.derivative(r.amplitude.back())));
  }
  return r;
}

}  // namespace

ZonalCurve with_still_points(const ZonalCurve& curve, const std::vector<std::vector<Ball>>& points) {
  const long count = curve.count + std::ssize(points);
  ZonalCurve r{curve.dimension, curve.length, count, BallArray(count * curve.dimension * curve.length), {}};
  _arb_vec_set(r.points.at(0), curve.points.at(0), curve.points.size());
  arb_struct* next = r.points.at(curve.points.size());
  for (const std::vector<Ball>& point : points) {
    for (const Ball& x : point) {
      arb_set(next, x.raw());
      next += curve.length;
    }
  }
  for (const BallArray& amplitude : curve.amplitudes) {
    BallArray longer(count * curve.length);
    _arb_vec_set(longer.at(0), amplitude.at(0), amplitude.size());
    r.amplitudes.push_back(std::move(longer));
  }
  return r;
}

std::vector<CurveSquares> squares_by_pairs(const ZonalCurve& curve, const std::vector<Ball>& rates,
                                           Precision p) {
  require_rates(curve, rates);
  const SeriesArithmetic series(curve.length, p);
  const long max_degree = curve.max_degree();
  std::vector<CurvePoint> points;
  for (long i = 0; i < curve.count; ++i) {
    points.push_back(curve_point(curve, i, rates, series));
  }
  SeriesList function(rates.size(), series.constant(0));
  SeriesList driver(function);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const CurvePoint& a = points[i];
      const CurvePoint& b = points[j];
      const BallArray c = inner_series(a.place, b.place, series);
      const BallArray forward = inner_series(a.place, b.velocity, series);
      const BallArray backward = inner_series(a.velocity, b.place, series);
      const BallArray crossed = series.product(forward, backward);
      const BallArray velocities = inner_series(a.velocity, b.velocity, series);
      const SeriesList value = gegenbauer_series(curve.dimension, max_degree, c, series, p);
      const SeriesList slope = derivative_series(curve.dimension, max_degree, 1, c, series, p);
      const SeriesList second = derivative_series(curve.dimension, max_degree, 2, c, series, p);
      const Ball weight(i == j ? 1 : 2, p);
      for (std::size_t k = 0; k < rates.size(); ++k) {
        const BallArray both = series.product(a.amplitude[k], b.amplitude[k]);
        series.add(function[k].at(0), series.scaled(series.product(both, value[k]), weight));
        BallArray term = series.product(series.product(a.drive[k], b.drive[k]), value[k]);
        const BallArray mixed =
            series.sum(series.product(series.product(a.drive[k], b.amplitude[k]), forward),
                       series.product(series.product(a.amplitude[k], b.drive[k]), backward));
        series.add(term.at(0), series.product(mixed, slope[k]));
        const BallArray turning =
            series.sum(series.product(crossed, second[k]), series.product(velocities, slope[k]));
        series.add(term.at(0), series.product(both, turning));
        series.add(driver[k].at(0), series.scaled(term, weight));
      }
    }
  }
  std::vector<CurveSquares> r;
  for (std::size_t k = 0; k < rates.size(); ++k) {
    const Ball n = multiplicity_ball(curve.dimension, static_cast<long>(k), p);
    r.push_back({as_polynomial(function[k], curve.length, n), as_polynomial(driver[k], curve.length - 1, n)});
  }
  return r;
}

std::vector<CurveSquares> squares_by_harmonics(const ZonalCurve& curve, const std::vector<Ball>& rates,
                                               Precision p) {
  require_rates(curve, rates);
  const SeriesArithmetic series(curve.length, p);
  const HarmonicBasis basis(curve.dimension, curve.max_degree(), p);
  BallArray coordinates(basis.size() * curve.length);
  BallArray point(curve.dimension * curve.length);
  for (long i = 0; i < curve.count; ++i) {
    _arb_vec_set(point.at(0), curve.points.at(i * point.size()), point.size());
    const BallArray harmonics = basis(point, curve.length);
    for (long k = 0; k <= curve.max_degree(); ++k) {
      const arb_struct* amplitude = curve.amplitudes[static_cast<std::size_t>(k)].at(i * curve.length);
      for (long b = basis.begin(k); b < basis.begin(k + 1); ++b) {
        series.add(coordinates.at(b * curve.length),
                   series.product(amplitude, harmonics.at(b * curve.length)));
      }
    }
  }
  std::vector<CurveSquares> r;
  const Ball one(1, p);
  for (long k = 0; k <= curve.max_degree(); ++k) {
    BallArray function = series.constant(0);
    BallArray driver = series.constant(0);
    for (long b = basis.begin(k); b < basis.begin(k + 1); ++b) {
      const BallArray y = series.copy(coordinates.at(b * curve.length));
      const BallArray drive =
          series.sum(series.scaled(y, rates[static_cast<std::size_t>(k)]), series.derivative(y));
      series.add(function.at(0), series.product(y, y));
      series.add(driver.at(0), series.product(drive, drive));
    }
    r.push_back({as_polynomial(function, curve.length, one), as_polynomial(driver, curve.length - 1, one)});
  }
  return r;
}

std::vector<CurveSquares> curve_squares(const ZonalCurve& curve, const std::vector<Ball>& rates,
                                        Precision p) {
  const bool few = HarmonicBasis::is_cheaper_than_pairs(curve.dimension, curve.max_degree(), curve.count);
  return few ? squares_by_harmonics(curve, rates, p) : squares_by_pairs(curve, rates, p);
}

std::vector<Polynomial> curve_values(const ZonalCurve& curve, const std::vector<Ball>& x, Precision p) {
  if (std::ssize(x) != curve.dimension) {
    throw InvalidInput(
        fmt::format("a point of dimension {} for a curve on dimension {}", x.size(), curve.dimension));
  }
  const SeriesArithmetic series(curve.length, p);
  SeriesList sums(curve.amplitudes.size(), series.constant(0));
  for (long i = 0; i < curve.count; ++i) {
    BallArray c = series.constant(0);
    for (long j = 0; j < curve.dimension; ++j) {
      series.add(c.at(0),
                 series.scaled(series.copy(curve.points.at((i * curve.dimension + j) * curve.length)),
                               x[static_cast<std::size_t>(j)]));
    }
    const SeriesList g = gegenbauer_series(curve.dimension, curve.max_degree(), c, series, p);
    for (std::size_t k = 0; k < sums.size(); ++k) {
      series.add(sums[k].at(0), series.product(curve.amplitudes[k].at(i * curve.length), g[k].at(0)));
    }
  }
  std::vector<Polynomial> r;
  for (std::size_t k = 0; k < sums.size(); ++k) {
    r.push_back(
        as_polynomial(sums[k], curve.length, multiplicity_ball(curve.dimension, static_cast<long>(k), p)));
  }
  return r;
}

}  // namespace ntkcert
