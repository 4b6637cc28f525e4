#include "ntkcert/activation/gelu.hpp"

#include <arb_hypgeom.h>
#include <arb_poly.h>

#include <array>

#include "ntkcert/activation/critical_point.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/activation/series_steps.hpp"

namespace ntkcert {
namespace {

/// φ(x).
Ball normal_density(const Ball& x) { return exp(-scaled(square(x), -1)) / sqrt(2 * Ball::pi(x.precision())); }

/// Φ(x) = ½erfc(−x/√2).
Ball normal_distribution(const Ball& x) {
  const Precision p = x.precision();
  Ball result(p);
  arb_hypgeom_erfc(result.raw(), (-x * sqrt(scaled(Ball(1, p), -1))).raw(), p.bits());
  return scaled(result, -1);
}

Ball gelu(const Ball& x) { return x * normal_distribution(x); }
Ball gelu_slope(const Ball& x) { return normal_distribution(x) + x * normal_density(x); }
Ball gelu_curvature(const Ball& x) { return (2 - square(x)) * normal_density(x); }

class GeluHermite final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;

  [[nodiscard]] BallArray squares(long length) const override {
    const Ball& q = variance();
    const Ball contraction = square(q / (1 + q));
    Ball scale = square(q) / (2 * Ball::pi(precision()) * (1 + q));
    BallArray result(length);
    if (length > 0) {
      arb_set(result.at(0), scale.raw());
    }
    if (length > 1) {
      arb_set(result.at(1), scaled(q, -2).raw());
    }
    scale = scale / square(1 + q);  // q²/(2π(1+q)³)·C(2m,m)4^{−m}τ^{2m}
    for (long i = 0; i + 2 < length; i += 2) {
      arb_set(result.at(i + 2), (scale * square(q + (2 + i)) / (i + 1) / (i + 2)).raw());
      scale = scale * contraction * (i + 1) / (i + 2);
    }
    return result;
  }

  [[nodiscard]] Ball tail(long length) const override {
    const Ball q = variance().at(Precision(64));
    const Ball contraction = square(q / (1 + q));
    const long p = length + length % 2;
    const long i = p - 2;  // 2m
    const Ball ratio = contraction * (i + 5) / (i + 4);
    if (i < 0 || length < 2 || !is_yes(ratio < 1)) {
      return Ball::whole_line(q.precision());
    }
    return square(q * (q + (2 + i))) * pow(contraction, static_cast<unsigned long>(i / 2)) * (i + 3) /
           (2 * Ball::pi(q.precision()) * pow(1 + q, 3UL) * (i + 1) * (i + 2) * (1 - ratio));
  }
};

}  // namespace

std::unique_ptr<const DualActivation> Gelu::dual(const Ball& variance) const {
  return series_dual<GeluHermite>(variance);
}

std::unique_ptr<const HermiteSeries> Gelu::hermite_series(const Ball& variance) const {
  return std::make_unique<GeluHermite>(variance);
}

Ball Gelu::value(const Ball& z) const {
  if (z.is_exact()) {
    return gelu(z);
  }
  const Precision p = z.precision();
  const std::array critical{zero_near(gelu_slope, -0.7517915, p)};
  return range_of(gelu, z, critical, Ball::whole_line(p));
}

Ball Gelu::derivative(const Ball& z) const {
  const Precision p = z.precision();
  const Ball c = sqrt(Ball(2, p));
  const std::array critical{c, -c};
  const Ball largest = gelu_slope(c);
  return range_of(gelu_slope, z, critical, hull(1 - largest, largest));
}

Ball Gelu::second_derivative(const Ball& z) const {
  const Precision p = z.precision();
  const std::array critical{Ball(p), Ball(2, p), Ball(-2, p)};
  return range_of(gelu_curvature, z, critical, symmetric(gelu_curvature(Ball(p))));
}

SupBounds Gelu::sup_bounds(Precision p) const {
  const auto third = [](const Ball& square_of_z) {
    const Ball z = sqrt(square_of_z);
    return abs(z * (square_of_z - 4) * normal_density(z));
  };
  const Ball root33 = sqrt(Ball(33, p));
  return {Ball(p), std::nullopt, gelu_slope(sqrt(Ball(2, p))), gelu_curvature(Ball(p)),
          max(third(scaled(7 - root33, -1)), third(scaled(7 + root33, -1)))};
}

std::optional<StripBounds> Gelu::strip_bounds(const Ball& y) const {
  if (!y.is_finite()) {
    return std::nullopt;
  }
  const Precision p = y.precision();
  const Ball top(y.upper(), p);
  Ball integral(p);
  arb_hypgeom_erfi(integral.raw(), (top * sqrt(scaled(Ball(1, p), -1))).raw(), p.bits());
  const Ball growth = exp(scaled(square(top), -1)) * normal_density(Ball(p));
  return StripBounds{Ball::whole_line(p), gelu_slope(sqrt(Ball(2, p))) + top * growth + scaled(integral, -1),
                     (2 + square(top)) * growth};
}

void Gelu::extend_series(const ActivationSeries& series, long k, long bits) const {
  const arb_struct* z = series.z;
  arb_struct* q = series.derivative;
  arb_struct* speed = series.scratch;                          // j·z_j
  arb_struct* drift = series.scratch + series.capacity;        // j·w_j
  arb_struct* density = series.scratch + 2 * series.capacity;  // f_j
  if (k == 0) {
    Ball argument{Precision(bits)};
    arb_set(argument.raw(), z);
    arb_set(density, normal_density(argument).raw());
    arb_set(series.value, gelu(argument).raw());
    arb_set(q, gelu_slope(argument).raw());
    return;
  }
  extend_speed(speed, z, k, bits);
  arb_dot(drift + k, nullptr, 0, speed + 1, 1, z + k - 1, -1, k, bits);
  extend_by_chain_rule(series.value, speed, q, k, bits);
  extend_by_chain_rule(q, speed, density, k, bits);  // F_k
  extend_by_chain_rule(density, drift, density, k, bits, true);
  arb_dot(q + k, q + k, 0, z, 1, density + k, -1, k + 1, bits);
}

void Gelu::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                    long bits) const {
  BallArray exponent(length);  // −z²/2
  BallArray density(length);
  _arb_poly_mullow(exponent.at(0), series.z, length, series.z, length, length, bits);
  _arb_vec_scalar_mul_2exp_si(exponent.at(0), exponent.at(0), length, -1);
  _arb_vec_neg(exponent.at(0), exponent.at(0), length);
  _arb_poly_exp_series(density.at(0), exponent.at(0), length, length, bits);
  _arb_poly_mullow(result, exponent.at(0), length, density.at(0), length, length, bits);
  _arb_vec_add(result, result, density.at(0), length, bits);
  const Ball scale = 2 * normal_density(Ball(Precision(bits)));
  _arb_vec_scalar_mul(result, result, length, scale.raw(), bits);
}

}  // namespace ntkcert
