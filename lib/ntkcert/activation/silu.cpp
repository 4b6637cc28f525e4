#include "ntkcert/activation/silu.hpp"

#include <arb_hypgeom.h>
#include <arb_poly.h>

#include <array>
#include <cmath>

#include "ntkcert/activation/critical_point.hpp"
#include "ntkcert/activation/logistic.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/activation/series_steps.hpp"
#include "ntkcert/activation/tanh_hermite.hpp"

namespace ntkcert {
namespace {

Ball tanh_half(const Ball& x) { return tanh(scaled(x, -1)); }

Ball silu(const Ball& x) { return x * logistic(x); }
Ball silu_slope(const Ball& x) { return logistic(x) + x * logistic_slope(x); }
Ball silu_curvature(const Ball& x) { return logistic_slope(x) * (2 - x * tanh_half(x)); }
Ball silu_third(const Ball& x) {
  const Ball t = tanh_half(x);
  return logistic_slope(x) * (scaled(x * (3 * square(t) - 1), -1) - 3 * t);
}

/// −1 − W(1/e), the minimum of σ.
Ball minimum_point(Precision p) {
  Ball w(p);
  arb_lambertw(w.raw(), exp(Ball(-1, p)).raw(), 0, p.bits());
  return -1 - w;
}

/// r, the maximum of σ'.
Ball steepest_point(Precision p) {
  return zero_near([](const Ball& x) { return x * tanh_half(x) - 2; }, 2.39936, p);
}

/// t, the minimum of σ'' right of zero.
Ball least_curvature_point(Precision p) {
  const auto f = [](const Ball& x) {
    const Ball t = tanh_half(x);
    return x * (3 * square(t) - 1) - 6 * t;
  };
  return zero_near(f, 3.43584, p);
}

/// sup|σ'''|, at c_1 or c_2.
Ball largest_third_derivative(Precision p) {
  const auto f = [](const Ball& x) {
    const Ball t = tanh_half(x);
    const Ball t2 = square(t);
    return 6 * t2 - 2 - x * t * (3 * t2 - 2);
  };
  return max(abs(silu_third(zero_near(f, 1.03196, p))), abs(silu_third(zero_near(f, 4.42924, p))));
}

/// Order k of j·z_j, S(z) and S'(z).
void extend_logistic(const arb_struct* z, arb_struct* speed, arb_struct* height, arb_struct* slope, long k,
                     long bits) {
  if (k == 0) {
    Ball argument{Precision(bits)};
    arb_set(argument.raw(), z);
    arb_set(height, logistic(argument).raw());
    arb_set(slope, logistic_slope(argument).raw());
    return;
  }
  extend_speed(speed, z, k, bits);
  extend_by_chain_rule(height, speed, slope, k, bits);
  subtract_square(slope + k, height + k, height, k, bits);
}

class SiluHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    // Some bits more for the difference, and for √p in its error.
    const Precision p = precision() + (8 + static_cast<long>(std::log2(static_cast<double>(length) + 1)));
    const TanhSums sums(scaled(variance(), -2).at(p), length + 1, p);
    const Ball& q = sums.variance;
    const Ball root = sqrt_nonnegative(q.at(sums.error.precision()));
    BallArray result(length);
    Ball scale = square(q * sums.step);  // h²Q^i/i!, times Q for i = 0
    if (length > 0) {
      arb_set(result.at(0), square_within(scale * square(sums.sum(1)), root * sums.error).raw());
    }
    if (length > 1) {
      arb_set(result.at(1), scaled(variance(), -2).raw());
    }
    scale = scaled(scale, -1);
    for (long i = 2; i < length; i += 2) {
      const Ball difference = i * sums.sum(i - 1) - q * sums.sum(i + 1);
      const Ball spread = root * 2 * sqrt(Ball(i + 1, root.precision())) * sums.error;
      arb_set(result.at(i), square_within(scale * square(difference), spread).raw());
      scale = scale * square(q) / (i + 1) / (i + 2);
    }
    return result;
  }

  [[nodiscard]] Ball tail(long length) const override {
    const Ball quarter = scaled(variance().at(Precision(64)), -2);
    const long p = length + length % 2;
    return p < 4 ? Ball::whole_line(quarter.precision())
                 : quarter * tanh_hermite_quadratic_tail(quarter, p - 1);
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Silu::dual(const Ball& variance) const {
  return series_dual<SiluHermite>(variance);
}

std::unique_ptr<const HermiteSeries> Silu::hermite_series(const Ball& variance) const {
  return std::make_unique<SiluHermite>(variance);
}

Ball Silu::value(const Ball& z) const {
  if (z.is_exact()) {
    return silu(z);
  }
  const std::array critical{minimum_point(z.precision())};
  return range_of(silu, z, critical, Ball::whole_line(z.precision()));
}

Ball Silu::derivative(const Ball& z) const {
  if (z.is_exact()) {
    return silu_slope(z);
  }
  const Ball c = steepest_point(z.precision());
  const std::array critical{c, -c};
  const Ball largest = silu_slope(c);
  return range_of(silu_slope, z, critical, hull(1 - largest, largest));
}

Ball Silu::second_derivative(const Ball& z) const {
  if (z.is_exact()) {
    return silu_curvature(z);
  }
  const Precision p = z.precision();
  const Ball c = least_curvature_point(p);
  const std::array critical{Ball(p), c, -c};
  return range_of(silu_curvature, z, critical, hull(silu_curvature(c), silu_curvature(Ball(p))));
}

SupBounds Silu::sup_bounds(Precision p) const {
  const Ball second = max(silu_curvature(Ball(p)), abs(silu_curvature(least_curvature_point(p))));
  return {Ball(p), std::nullopt, silu_slope(steepest_point(p)), second, largest_third_derivative(p)};
}

std::optional<StripBounds> Silu::strip_bounds(const Ball& y) const {
  const auto strip = logistic_strip(y);
  if (!strip) {
    return std::nullopt;
  }
  const Ball product = scaled(1 / strip->half, -2) + strip->height * strip->slope;
  return StripBounds{Ball::whole_line(y.precision()), strip->value + product,
                     2 * strip->slope + product * strip->tanh_half};
}

void Silu::extend_series(const ActivationSeries& series, long k, long bits) const {
  arb_struct* height = series.scratch + series.capacity;
  arb_struct* slope = series.scratch + 2 * series.capacity;
  extend_logistic(series.z, series.scratch, height, slope, k, bits);
  convolution(series.value + k, series.z, height, k, bits);
  arb_dot(series.derivative + k, height + k, 0, series.z, 1, slope + k, -1, k + 1, bits);
}

void Silu::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                    long bits) const {
  BallArray speed(length);
  BallArray height(length);
  BallArray slope(length);
  for (long k = 0; k < length; ++k) {
    extend_logistic(series.z, speed.at(0), height.at(0), slope.at(0), k, bits);
  }
  _arb_poly_mullow(speed.at(0), height.at(0), length, slope.at(0), length, length, bits);
  _arb_vec_scalar_mul_2exp_si(speed.at(0), speed.at(0), length, 1);
  _arb_vec_sub(speed.at(0), slope.at(0), speed.at(0), length, bits);  // S''
  _arb_poly_mullow(result, series.z, length, speed.at(0), length, length, bits);
  _arb_vec_scalar_mul_2exp_si(slope.at(0), slope.at(0), length, 1);
  _arb_vec_add(result, result, slope.at(0), length, bits);
}

}  // namespace ntkcert
