#pragma once

#include "ntkcert/activation/dual.hpp"

namespace ntkcert::testing {

/// |z|: E = (2q/π)(sin ω + (π/2−ω)cos ω), slope 1 − 2ω/π; an even function of ρ that is not analytic at ρ =
/// ±1.
class AbsoluteValueDual final : public DualActivation {
 public:
  using DualActivation::DualActivation;
  [[nodiscard]] DualPair<Ball> at(const Ball& correlation) const override {
    const DualPair<ComplexBall> pair = at_angle(ComplexBall(acos(correlation)));
    return {pair.value.real(), pair.derivative.real()};
  }
  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const override {
    const long bits = precision().bits();
    const Ball pi = Ball::pi(precision());
    DualPair<ComplexBall> pair{ComplexBall(precision()), ComplexBall(precision())};
    acb_mul_2exp_si(pair.derivative.raw(), angle.raw(), 1);
    acb_div_arb(pair.derivative.raw(), pair.derivative.raw(), pi.raw(), bits);
    acb_sub_si(pair.derivative.raw(), pair.derivative.raw(), 1, bits);
    acb_neg(pair.derivative.raw(), pair.derivative.raw());
    ComplexBall sine(precision());
    acb_sin_cos(sine.raw(), pair.value.raw(), angle.raw(), bits);
    acb_mul(pair.value.raw(), pair.value.raw(), pair.derivative.raw(), bits);
    acb_mul_arb(sine.raw(), sine.raw(), (2 / pi).raw(), bits);
    acb_add(pair.value.raw(), pair.value.raw(), sine.raw(), bits);
    acb_mul_arb(pair.value.raw(), pair.value.raw(), variance().raw(), bits);
    return pair;
  }
  [[nodiscard]] bool has_continuation() const override { return true; }
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const override {
    const Ball slope = 1 + 2 * angle / Ball::pi(angle.precision());
    return {variance() * (sqrt(1 + square(correlation)) + slope * correlation), slope};
  }
};

/// The step function: E = (π−ω)/(2π); its slope at ω = 0 is not that of q·sin ω times the expectation of σ'σ'
/// = 0.
class StepDual final : public DualActivation {
 public:
  using DualActivation::DualActivation;
  [[nodiscard]] DualPair<Ball> at(const Ball& correlation) const override {
    return {scaled(1 - acos(correlation) / Ball::pi(precision()), -1), Ball(precision())};
  }
  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const override {
    DualPair<ComplexBall> pair{angle, ComplexBall(precision())};
    acb_div_arb(pair.value.raw(), pair.value.raw(), Ball::pi(precision()).raw(), precision().bits());
    acb_sub_si(pair.value.raw(), pair.value.raw(), 1, precision().bits());
    acb_mul_2exp_si(pair.value.raw(), pair.value.raw(), -1);
    acb_neg(pair.value.raw(), pair.value.raw());
    return pair;
  }
  [[nodiscard]] bool has_continuation() const override { return true; }
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& /*correlation*/) const override {
    return {1 + angle, Ball(angle.precision())};
  }
};

}  // namespace ntkcert::testing
