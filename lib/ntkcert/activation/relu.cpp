#include "ntkcert/activation/relu.hpp"

namespace ntkcert {
namespace {

class ReluDual final : public DualActivation {
 public:
  explicit ReluDual(const Ball& variance)
      : DualActivation(variance),
        pi_(Ball::pi(precision())),
        two_pi_inverse_(1 / scaled(pi_, 1)),
        scale_(variance * two_pi_inverse_) {}

  [[nodiscard]] DualPair<Ball> at(const Ball& correlation) const override {
    const std::optional<CorrelationRange> range = cut_correlation(correlation);
    if (!range) {
      return {Ball::whole_line(precision()), Ball::whole_line(precision())};
    }
    if (range->lower == Dyadic(1)) {
      return {scaled(variance(), -1), scaled(Ball(1, precision()), -1)};
    }
    const DualPair<Ball> first = at_angle(acos(Ball(range->lower, precision())));
    if (range->lower == range->upper) {
      return first;
    }
    const DualPair<Ball> last = at_angle(acos(Ball(range->upper, precision())));
    return {hull(first.value, last.value), hull(first.derivative, last.derivative)};
  }

  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const override {
    const long bits = precision().bits();
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    ComplexBall sine(precision());
    acb_struct* complement = pair.derivative.raw();  // π − ω
    acb_sub_arb(complement, angle.raw(), pi_.raw(), bits);
    acb_neg(complement, complement);
    acb_sin_cos(sine.raw(), pair.value.raw(), angle.raw(), bits);
    acb_mul(pair.value.raw(), pair.value.raw(), complement, bits);
    acb_add(pair.value.raw(), pair.value.raw(), sine.raw(), bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), scale_.raw(), bits);
    acb_mul_arb(complement, complement, two_pi_inverse_.raw(), bits);
    return pair;
  }

  /// 2π/q times the drop is π(1−cos ω) − (sin ω − ω cos ω). |d/dω| is at most 1 for cos ω and, as 0 ≤ Σ̇ ≤ ½
  /// and dΣ/dω = −q sin ω·Σ̇, at most q/2 for Σ.
  [[nodiscard]] std::optional<RealAngleValues> at_real_angle(const Ball& angle) const override {
    const long bits = precision().bits();
    RealAngleValues at{{Ball(precision()), Ball(precision())}, Ball(precision()), Ball(precision())};
    arb_struct* value = at.pair.value.raw();
    arb_struct* derivative = at.pair.derivative.raw();
    arb_struct* cosine = at.cosine.raw();
    arb_struct* drop = at.drop.raw();
    Ball sine(precision());
    arb_get_mid_arb(value, angle.raw());
    arb_sin_cos(sine.raw(), cosine, value, bits);
    if (arb_is_positive(cosine) != 0) {  // 1 − cos ω = sin²ω/(1 + cos ω)
      arb_mul(drop, sine.raw(), sine.raw(), bits);
      arb_add_ui(derivative, cosine, 1, bits);
      arb_div(drop, drop, derivative, bits);
    } else {
      arb_sub_ui(drop, cosine, 1, bits);
      arb_neg(drop, drop);
    }
    arb_mul(drop, drop, pi_.raw(), bits);
    arb_sub(drop, drop, sine.raw(), bits);
    arb_addmul(drop, value, cosine, bits);
    arb_mul(drop, drop, scale_.raw(), bits);

    arb_mul_2exp_si(value, variance().raw(), -1);
    mag_t error;
    mag_init(error);
    arb_get_mag(error, value);
    mag_mul(error, error, arb_radref(angle.raw()));
    arb_sub(value, value, drop, bits);
    arb_add_error_mag(value, error);
    mag_clear(error);
    arb_add_error_mag(cosine, arb_radref(angle.raw()));
    arb_sub(derivative, pi_.raw(), angle.raw(), bits);
    arb_mul(derivative, derivative, two_pi_inverse_.raw(), bits);
    return at;
  }
  [[nodiscard]] bool has_continuation() const override { return true; }

  /// |sin ω|² = |1 − cos²ω| ≤ 1 + |cos ω|².
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const override {
    const Ball pi = Ball::pi(angle.precision());
    const Ball derivative = (pi + angle) / (2 * pi);
    return {variance() * (sqrt(1 + square(correlation)) / (2 * pi) + derivative * correlation), derivative};
  }

 private:
  [[nodiscard]] DualPair<Ball> at_angle(const Ball& angle) const {
    const DualPair<ComplexBall> pair = at_angle(ComplexBall(angle));
    return {pair.value.real(), pair.derivative.real()};
  }

  Ball pi_;
  Ball two_pi_inverse_;
  Ball scale_;  ///< q/2π
};

}  // namespace

std::unique_ptr<const DualActivation> Relu::dual(const Ball& variance) const {
  return std::make_unique<ReluDual>(variance);
}

std::unique_ptr<const HermiteSeries> Relu::hermite_series(const Ball& /*variance*/) const { return nullptr; }

Ball Relu::value(const Ball& z) const { return max(z, Ball(z.precision())); }

}  // namespace ntkcert
