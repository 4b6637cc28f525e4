#include "ntkcert/activation/softplus.hpp"

#include <arb_poly.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ntkcert/activation/logistic.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/activation/series_steps.hpp"
#include "ntkcert/activation/tanh_hermite.hpp"

namespace ntkcert {
namespace {

/// log(1+e^x) = max(x, 0) + log(1+e^{−|x|}).
Ball softplus(const Ball& x) {
  Ball result(x.precision());
  arb_log1p(result.raw(), exp(-abs(x)).raw(), x.precision().bits());
  return max(x, Ball(x.precision())) + result;
}

/// E log(2cosh(√q Z/2)): the trapezoid rule of step h on the real line, with its error on the strip of height
/// a < π/√q, y = √q·a/2, and the sum of the nodes left out by a geometric series.
Ball softplus_mean(const Ball& variance) {
  const Precision low(64);
  const double q = variance.midpoint().approximate();
  if (!is_yes(variance > 0) || !variance.is_finite()) {
    return Ball::whole_line(low);
  }
  const Precision p = variance.precision() + 16;
  // Heuristics: a as large as helps, h for an error that exceeds the rounding, so that tests see it.
  const double wanted = static_cast<double>(std::max(variance.precision().bits() - 6, 2L)) * std::log(2.0);
  const double height = std::min(std::sqrt(2 * wanted), 0.95 * std::acos(-1.0) / std::sqrt(q));
  const double step = 2 * std::acos(-1.0) * height / (wanted + height * height / 2 + 4);
  const auto nodes = static_cast<long>(std::sqrt(2 * wanted) / step) + 2;

  const Ball root = sqrt(variance.at(p));
  const Ball h = Ball::from_double(step, p);
  const Ball log2 = Ball::log2(p);
  Ball sum = scaled(log2, -1);
  for (long j = 1; j <= nodes; ++j) {
    const Ball x = h * j;
    const Ball s = root * x;
    // log(2cosh(s/2)) = s/2 + log(1+e^{−s})
    sum += exp(-scaled(square(x), -1)) * (softplus(s) - scaled(s, -1));
  }
  const Ball scale = 2 * h / sqrt(2 * Ball::pi(p));

  const auto majorant = [&](long j) {
    const Ball x = h.at(low) * j;
    return exp(-scaled(square(x), -1)) * (log2.at(low) + scaled(root.at(low) * x, -1));
  };
  const Ball first = majorant(nodes + 1);
  const Ball ratio = majorant(nodes + 2) / first;
  const Ball omitted = is_yes(ratio < 1) ? first / (1 - ratio) : Ball::whole_line(low);

  const Ball pi = Ball::pi(low);
  const Ball a = Ball::from_double(height, low);
  const Ball cosine = cos(scaled(root.at(low) * a, -1));
  if (!is_yes(root.at(low) * a < pi) || !is_yes(cosine > 0)) {
    return Ball::whole_line(low);
  }
  const Ball on_line = sqrt(variance.at(low) / (2 * pi)) + log2.at(low) + abs(log(cosine)) + scaled(pi, -1);
  const Ball error = 2 * exp(scaled(square(a), -1)) * on_line / expm1(2 * pi * a / h.at(low));
  return (scale * sum).widened(scale.at(low) * omitted + error).at(variance.precision());
}

class SoftplusHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    const long bits = precision().bits();
    const Ball quarter = scaled(variance(), -2);
    const BallArray tanh = tanh_hermite_squares(quarter, std::max(length - 1, 0L));
    BallArray result(length);
    for (long p = 2; p < length; p += 2) {
      arb_mul(result.at(p), tanh.at(p - 1), quarter.raw(), bits);
      arb_div_si(result.at(p), result.at(p), p, bits);
    }
    if (length > 0) {
      arb_set(result.at(0), square(softplus_mean(variance())).raw());
    }
    if (length > 1) {
      arb_set(result.at(1), quarter.raw());
    }
    return result;
  }

  [[nodiscard]] Ball tail(long length) const override {
    const Ball quarter = scaled(variance().at(Precision(64)), -2);
    const long p = length + length % 2;
    return p < 4 ? Ball::whole_line(quarter.precision())
                 : quarter * tanh_hermite_tail(quarter, p - 1) * (p + 1) / p / p;
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Softplus::dual(const Ball& variance) const {
  return series_dual<SoftplusHermite>(variance);
}

std::unique_ptr<const HermiteSeries> Softplus::hermite_series(const Ball& variance) const {
  return std::make_unique<SoftplusHermite>(variance);
}

Ball Softplus::value(const Ball& z) const {
  return range_of(softplus, z, {}, Ball::whole_line(z.precision()));
}

Ball Softplus::derivative(const Ball& z) const {
  const Precision p = z.precision();
  return range_of(logistic, z, {}, hull(Ball(p), Ball(1, p)));
}

Ball Softplus::second_derivative(const Ball& z) const {
  const Precision p = z.precision();
  const std::array critical{Ball(p)};
  return range_of(logistic_slope, z, critical, hull(Ball(p), scaled(Ball(1, p), -2)));
}

SupBounds Softplus::sup_bounds(Precision p) const {
  const Ball one(1, p);
  return {Ball::log2(p), std::nullopt, one, scaled(one, -2), 1 / (6 * sqrt(Ball(3, p)))};
}

std::optional<StripBounds> Softplus::strip_bounds(const Ball& y) const {
  const auto strip = logistic_strip(y);
  if (!strip) {
    return std::nullopt;
  }
  return StripBounds{Ball::whole_line(y.precision()), strip->value, strip->slope};
}

void Softplus::extend_series(const ActivationSeries& series, long k, long bits) const {
  arb_struct* q = series.derivative;
  arb_struct* speed = series.scratch;
  arb_struct* second = series.scratch + series.capacity;  // σ''(z)
  if (k == 0) {
    Ball z{Precision(bits)};
    arb_set(z.raw(), series.z);
    arb_set(series.value, softplus(z).raw());
    arb_set(q, logistic(z).raw());
    arb_set(second, logistic_slope(z).raw());
    return;
  }
  extend_speed(speed, series.z, k, bits);
  extend_by_chain_rule(series.value, speed, q, k, bits);
  extend_by_chain_rule(q, speed, second, k, bits);
  subtract_square(second + k, q + k, q, k, bits);
}

void Softplus::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                        long bits) const {
  _arb_poly_mullow(result, series.derivative, length, series.derivative, length, length, bits);
  _arb_vec_sub(result, series.derivative, result, length, bits);
}

}  // namespace ntkcert
