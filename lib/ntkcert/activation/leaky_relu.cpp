#include "ntkcert/activation/leaky_relu.hpp"

#include <array>
#include <utility>

#include "ntkcert/activation/range.hpp"

namespace ntkcert {
namespace {

class LeakyReluDual final : public DualActivation {
 public:
  LeakyReluDual(const Ball& variance, const Rational& slope)
      : DualActivation(variance),
        linear_(square_of_mean(1, slope)),
        absolute_(square_of_mean(1, Rational(-slope))),
        half_pi_(scaled(Ball::pi(precision()), -1)) {}

  [[nodiscard]] DualPair<Ball> at(const Ball& correlation) const override {
    const std::optional<CorrelationRange> range = cut_correlation(correlation);
    if (!range) {
      return {Ball::whole_line(precision()), Ball::whole_line(precision())};
    }
    DualPair<Ball> first = at_angle(acos(Ball(range->lower, precision())));
    if (range->lower == range->upper) {
      return first;
    }
    const DualPair<Ball> last = at_angle(acos(Ball(range->upper, precision())));
    Ball value = hull(first.value, last.value);
    // The slope at the left end is not positive and at the right end not negative: the minimum may be inside.
    if (linear_ <= absolute_ && !is_yes(first.derivative > 0) && !is_yes(last.derivative < 0)) {
      value = hull(value, minimum());
    }
    return {value, hull(first.derivative, last.derivative)};
  }

  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const override {
    const long bits = precision().bits();
    const Ball linear(linear_, precision());
    const Ball absolute = Ball(absolute_, precision()) / half_pi_;
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    ComplexBall cosine(precision());
    acb_struct* complement = pair.derivative.raw();  // π/2 − ω
    acb_sub_arb(complement, angle.raw(), half_pi_.raw(), bits);
    acb_neg(complement, complement);
    acb_sin_cos(pair.value.raw(), cosine.raw(), angle.raw(), bits);
    acb_addmul(pair.value.raw(), cosine.raw(), complement, bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), absolute.raw(), bits);
    acb_mul_arb(cosine.raw(), cosine.raw(), linear.raw(), bits);
    acb_add(pair.value.raw(), pair.value.raw(), cosine.raw(), bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), variance().raw(), bits);
    acb_mul_arb(complement, complement, absolute.raw(), bits);
    acb_add_arb(complement, complement, linear.raw(), bits);
    return pair;
  }

  [[nodiscard]] bool has_continuation() const override { return true; }

  /// |sin ω|² = |1 − cos²ω| ≤ 1 + |cos ω|².
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const override {
    const Ball linear(linear_, precision());
    const Ball absolute = Ball(absolute_, precision()) / half_pi_;
    const Ball complement = half_pi_ + angle;
    const Ball size = sqrt(1 + square(correlation)) + complement * correlation;
    return {variance() * (linear * correlation + absolute * size), linear + absolute * complement};
  }

 private:
  /// ((a+b)/2)².
  [[nodiscard]] static Rational square_of_mean(const Rational& a, const Rational& b) {
    return (a + b) * (a + b) / 4;
  }
  [[nodiscard]] DualPair<Ball> at_angle(const Ball& angle) const {
    const DualPair<ComplexBall> pair = at_angle(ComplexBall(angle));
    return {pair.value.real(), pair.derivative.real()};
  }
  /// β²(2q/π)cos(πα²/(2β²)), for α² ≤ β².
  [[nodiscard]] Ball minimum() const {
    if (absolute_ == 0) {
      return Ball(precision());
    }
    const Ball ratio(Rational(linear_ / absolute_), precision());
    return Ball(absolute_, precision()) * variance() / half_pi_ * cos(half_pi_ * ratio);
  }

  Rational linear_;    ///< α²
  Rational absolute_;  ///< β²
  Ball half_pi_;
};

}  // namespace

LeakyRelu::LeakyRelu(Rational slope, std::string name) : slope_(std::move(slope)), name_(std::move(name)) {}

std::unique_ptr<const DualActivation> LeakyRelu::dual(const Ball& variance) const {
  return std::make_unique<LeakyReluDual>(variance, slope_);
}

std::unique_ptr<const HermiteSeries> LeakyRelu::hermite_series(const Ball& /*variance*/) const {
  return nullptr;
}

bool LeakyRelu::hermite_vanish_from(long k) const {
  return k % 2 == 0 ? slope_ == 1 : k >= 3 || slope_ == -1;
}

Ball LeakyRelu::value(const Ball& z) const {
  const Precision p = z.precision();
  const Ball zero(p);
  const Ball slope(slope_, p);
  const std::array critical{zero};
  return range_of([&](const Ball& x) { return max(x, zero) + slope * min(x, zero); }, z, critical,
                  Ball::whole_line(p));
}

}  // namespace ntkcert
