#include "ntkcert/activation/sinusoid.hpp"

#include <arb_poly.h>

#include <cmath>
#include <utility>
#include <vector>

#include "ntkcert/activation/closed_dual.hpp"
#include "ntkcert/activation/range.hpp"
#include "ntkcert/activation/series_steps.hpp"

namespace ntkcert {
namespace {

enum class Wave { sine, cosine };

/// Encloses the range of sin or cos, whose critical points are the multiples kπ/2 with k odd or even.
Ball wave_range(Wave wave, const Ball& z) {
  constexpr double kLargest = 1e9;
  const auto f = [wave](const Ball& x) { return wave == Wave::sine ? sin(x) : cos(x); };
  if (z.is_exact()) {
    return f(z);
  }
  const Precision p = z.precision();
  if (!is_yes(Ball(z.radius(), p) < 3)) {
    return symmetric(Ball(1, p));
  }
  const double middle = z.midpoint().approximate();
  if (std::abs(middle) > kLargest) {
    return f(z);
  }
  // A point of z is off the middle by less than 3, two quarter turns.
  const Ball quarter = scaled(Ball::pi(p), -1);
  const long nearest = std::lround(middle / std::acos(0.0));
  std::vector<Ball> critical;
  for (long k = nearest - 3; k <= nearest + 3; ++k) {
    if ((k % 2 != 0) == (wave == Wave::sine)) {
      critical.push_back(quarter * k);
    }
  }
  return range_of(f, z, critical, symmetric(Ball(1, p)));
}

class SinusoidDual final : public ClosedDual {
 public:
  SinusoidDual(Wave wave, const Ball& variance) : ClosedDual(variance), wave_(wave), scale_(exp(-variance)) {}

 protected:
  [[nodiscard]] DualPair<Ball> real(const Ball& correlation) const override {
    const Ball x = variance() * correlation;
    return ordered<Ball>({scale_ * sinh(x), scale_ * cosh(x)});
  }
  [[nodiscard]] DualPair<ComplexBall> complex(const ComplexBall& correlation) const override {
    const long bits = precision().bits();
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    ComplexBall x(precision());
    acb_mul_arb(x.raw(), correlation.raw(), variance().raw(), bits);
    acb_sinh_cosh(pair.value.raw(), pair.derivative.raw(), x.raw(), bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), scale_.raw(), bits);
    acb_mul_arb(pair.derivative.raw(), pair.derivative.raw(), scale_.raw(), bits);
    return ordered(std::move(pair));
  }

 private:
  /// From (sinh, cosh).
  template <typename Number>
  [[nodiscard]] DualPair<Number> ordered(DualPair<Number> pair) const {
    if (wave_ == Wave::cosine) {
      std::swap(pair.value, pair.derivative);
    }
    return pair;
  }

  Wave wave_;
  Ball scale_;
};

class SinusoidHermite final : public HermiteSeries {
 public:
  SinusoidHermite(Wave wave, const Ball& variance)
      : HermiteSeries(variance), parity_(wave == Wave::sine ? 1 : 0) {}

  [[nodiscard]] BallArray squares(long length) const override {
    const Ball q2 = square(variance());
    BallArray result(length);
    Ball square_of_coefficient = exp(-variance()) * pow(variance(), static_cast<unsigned long>(parity_));
    for (long p = parity_; p < length; p += 2) {
      arb_set(result.at(p), square_of_coefficient.raw());
      square_of_coefficient = square_of_coefficient * q2 / (p + 1) / (p + 2);
    }
    return result;
  }

  [[nodiscard]] Ball tail(long length) const override {
    const Precision low(64);
    const Ball q = variance().at(low);
    const long p = length + (length + parity_) % 2;
    const Ball ratio = square(q / (p + 1)) * (p + 3) / (p + 2);
    if (p == 0 || !is_yes(ratio < 1)) {
      return Ball::whole_line(low);
    }
    const Ball power = pow(exp(Ball(1, low)) * q / p, static_cast<unsigned long>(p));
    return (p + 1) * power / (exp(q) * sqrt(2 * Ball::pi(low) * p) * (1 - ratio));
  }

 private:
  long parity_;
};

}  // namespace

SupBounds Sinusoid::sup_bounds(Precision p) const {
  const Ball one(1, p);
  return {abs(value(Ball(p))), one, one, one, one};
}

std::optional<StripBounds> Sinusoid::strip_bounds(const Ball& y) const {
  if (!y.is_finite()) {
    return std::nullopt;
  }
  const Ball bound = cosh(Ball(y.upper(), y.precision()));
  return StripBounds{bound, bound, bound};
}

void Sinusoid::second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                        long /*bits*/) const {
  _arb_vec_neg(result, series.value, length);
}

std::unique_ptr<const DualActivation> Sin::dual(const Ball& variance) const {
  return std::make_unique<SinusoidDual>(Wave::sine, variance);
}

std::unique_ptr<const HermiteSeries> Sin::hermite_series(const Ball& variance) const {
  return std::make_unique<SinusoidHermite>(Wave::sine, variance);
}

Ball Sin::value(const Ball& z) const { return wave_range(Wave::sine, z); }

Ball Sin::derivative(const Ball& z) const { return wave_range(Wave::cosine, z); }

void Sin::extend_series(const ActivationSeries& series, long k, long bits) const {
  if (k == 0) {
    arb_sin_cos(series.value, series.derivative, series.z, bits);
    return;
  }
  arb_struct* speed = series.scratch;
  extend_speed(speed, series.z, k, bits);
  extend_by_chain_rule(series.value, speed, series.derivative, k, bits);
  extend_by_chain_rule(series.derivative, speed, series.value, k, bits, true);
}

std::unique_ptr<const DualActivation> Cos::dual(const Ball& variance) const {
  return std::make_unique<SinusoidDual>(Wave::cosine, variance);
}

std::unique_ptr<const HermiteSeries> Cos::hermite_series(const Ball& variance) const {
  return std::make_unique<SinusoidHermite>(Wave::cosine, variance);
}

Ball Cos::value(const Ball& z) const { return wave_range(Wave::cosine, z); }

Ball Cos::derivative(const Ball& z) const { return -wave_range(Wave::sine, z); }

/// The derivative is −sin.
void Cos::extend_series(const ActivationSeries& series, long k, long bits) const {
  if (k == 0) {
    arb_sin_cos(series.derivative, series.value, series.z, bits);
    arb_neg(series.derivative, series.derivative);
    return;
  }
  arb_struct* speed = series.scratch;
  extend_speed(speed, series.z, k, bits);
  extend_by_chain_rule(series.value, speed, series.derivative, k, bits);
  extend_by_chain_rule(series.derivative, speed, series.value, k, bits, true);
}

}  // namespace ntkcert
