#include "ntkcert/activation/relu.hpp"

namespace ntkcert {
namespace {

class ReluDual final : public DualActivation {
 public:
  explicit ReluDual(const Ball& variance)
      : DualActivation(variance),
        pi_(Ball::pi(precision())),
        two_pi_(scaled(pi_, 1)),
        scale_(variance / two_pi_) {}

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
    acb_div_arb(complement, complement, two_pi_.raw(), bits);
    return pair;
  }

  /// 2π/q times the drop is π(1−cos ω) − (sin ω − ω cos ω). |d/dω| is at most 1 for cos ω and, as 0 ≤ Σ̇ ≤ ½
  /// and dΣ/dω = −q sin ω·Σ̇, at most q/2 for Σ.
  [[nodiscard]] std::optional<RealAngleValues> at_real_angle(const Ball& angle) const override {
    const long bits = precision().bits();
    const Ball middle(angle.midpoint(), precision());
    Ball sine(precision());
    Ball cosine(precision());
    arb_sin_cos(sine.raw(), cosine.raw(), middle.raw(), bits);
    Ball drop = is_yes(cosine > 0) ? square(sine) / (cosine + 1) : 1 - cosine;
    arb_mul(drop.raw(), drop.raw(), pi_.raw(), bits);
    arb_sub(drop.raw(), drop.raw(), sine.raw(), bits);
    arb_addmul(drop.raw(), middle.raw(), cosine.raw(), bits);
    arb_mul(drop.raw(), drop.raw(), scale_.raw(), bits);
    const Ball radius(angle.radius(), precision());
    return RealAngleValues{{(scaled(variance(), -1) - drop).widened(scaled(variance() * radius, -1)),
                            (pi_ - angle) / two_pi_},
                           cosine.widened(radius),
                           drop};
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
  Ball two_pi_;
  Ball scale_;  ///< q/2π
};

}  // namespace

std::unique_ptr<const DualActivation> Relu::dual(const Ball& variance) const {
  return std::make_unique<ReluDual>(variance);
}

std::unique_ptr<const HermiteSeries> Relu::hermite_series(const Ball& /*variance*/) const { return nullptr; }

Ball Relu::value(const Ball& z) const { return max(z, Ball(z.precision())); }

}  // namespace ntkcert
