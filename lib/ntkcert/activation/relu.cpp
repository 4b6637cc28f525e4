#include "ntkcert/activation/relu.hpp"

namespace ntkcert {
namespace {

class ReluDual final : public DualActivation {
 public:
  using DualActivation::DualActivation;

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
    return {hull(first.value, last.value), hull(first.derivative, last.derivative)};
  }

  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const override {
    const long bits = precision().bits();
    const Ball two_pi = scaled(Ball::pi(precision()), 1);
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    ComplexBall sine(precision());
    acb_struct* complement = pair.derivative.raw();  // π − ω
    acb_sub_arb(complement, angle.raw(), Ball::pi(precision()).raw(), bits);
    acb_neg(complement, complement);
    acb_sin_cos(sine.raw(), pair.value.raw(), angle.raw(), bits);
    acb_mul(pair.value.raw(), pair.value.raw(), complement, bits);
    acb_add(pair.value.raw(), pair.value.raw(), sine.raw(), bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), (variance() / two_pi).raw(), bits);
    acb_div_arb(complement, complement, two_pi.raw(), bits);
    return pair;
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
};

}  // namespace

std::unique_ptr<const DualActivation> Relu::dual(const Ball& variance) const {
  return std::make_unique<ReluDual>(variance);
}

std::unique_ptr<const HermiteSeries> Relu::hermite_series(const Ball& /*variance*/) const { return nullptr; }

Ball Relu::value(const Ball& z) const { return max(z, Ball(z.precision())); }

}  // namespace ntkcert
