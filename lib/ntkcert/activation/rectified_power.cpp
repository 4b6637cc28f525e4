#include "ntkcert/activation/rectified_power.hpp"

#include <utility>

#include "ntkcert/activation/range.hpp"

namespace ntkcert {
namespace {

class RectifiedPowerDual final : public DualActivation {
 public:
  RectifiedPowerDual(const Ball& variance, long exponent)
      : DualActivation(variance), exponent_(exponent), two_pi_(scaled(Ball::pi(precision()), 1)) {}

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
    ComplexBall before(precision());  // J_{j−1}
    ComplexBall now(precision());     // J_j
    ComplexBall sine(precision());
    ComplexBall cosine(precision());
    acb_sub_arb(before.raw(), angle.raw(), Ball::pi(precision()).raw(), bits);
    acb_neg(before.raw(), before.raw());
    if (exponent_ == 0) {
      acb_div_arb(before.raw(), before.raw(), two_pi_.raw(), bits);
      return {before, ComplexBall::whole_plane(precision())};
    }
    acb_sin_cos(sine.raw(), cosine.raw(), angle.raw(), bits);
    acb_mul(now.raw(), cosine.raw(), before.raw(), bits);
    acb_add(now.raw(), now.raw(), sine.raw(), bits);
    acb_mul(sine.raw(), sine.raw(), sine.raw(), bits);
    for (long j = 1; j < exponent_; ++j) {
      acb_mul(before.raw(), before.raw(), sine.raw(), bits);
      acb_mul_si(before.raw(), before.raw(), j * j, bits);
      ComplexBall next(precision());
      acb_mul(next.raw(), now.raw(), cosine.raw(), bits);
      acb_mul_si(next.raw(), next.raw(), 2 * j + 1, bits);
      acb_add(next.raw(), next.raw(), before.raw(), bits);
      before = std::exchange(now, std::move(next));
    }
    acb_mul_arb(now.raw(), now.raw(), value_scale().raw(), bits);
    acb_mul_arb(before.raw(), before.raw(), derivative_scale().raw(), bits);
    return {now, before};
  }

  [[nodiscard]] bool has_continuation() const override { return true; }

  /// |1 − ρ²| ≤ 1 + |ρ|² bounds |sin ω|² and the recurrence.
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const override {
    const Ball squares = 1 + square(correlation);
    Ball before = Ball::pi(precision()) + angle;
    if (exponent_ == 0) {
      return {before / two_pi_, Ball::whole_line(precision())};
    }
    Ball now = sqrt(squares) + before * correlation;
    for (long j = 1; j < exponent_; ++j) {
      before = std::exchange(now, (2 * j + 1) * correlation * now + j * j * squares * before);
    }
    return {value_scale() * now, derivative_scale() * before};
  }

 private:
  [[nodiscard]] DualPair<Ball> at_angle(const Ball& angle) const {
    const DualPair<ComplexBall> pair = at_angle(ComplexBall(angle));
    return {pair.value.real(), pair.derivative.real()};
  }
  /// q^K/2π and K²q^{K−1}/2π, K ≥ 1.
  [[nodiscard]] Ball value_scale() const {
    return pow(variance(), static_cast<unsigned long>(exponent_)) / two_pi_;
  }
  [[nodiscard]] Ball derivative_scale() const {
    return exponent_ * exponent_ * pow(variance(), static_cast<unsigned long>(exponent_ - 1)) / two_pi_;
  }

  long exponent_;
  Ball two_pi_;
};

}  // namespace

RectifiedPower::RectifiedPower(long exponent, std::string name)
    : exponent_(exponent), name_(std::move(name)) {}

std::unique_ptr<const DualActivation> RectifiedPower::dual(const Ball& variance) const {
  return std::make_unique<RectifiedPowerDual>(variance, exponent_);
}

std::unique_ptr<const HermiteSeries> RectifiedPower::hermite_series(const Ball& /*variance*/) const {
  return nullptr;
}

Ball RectifiedPower::value(const Ball& z) const {
  const Precision p = z.precision();
  if (exponent_ > 0) {
    const auto f = [&](const Ball& x) { return pow(max(x, Ball(p)), static_cast<unsigned long>(exponent_)); };
    return range_of(f, z, {}, Ball::whole_line(p));
  }
  if (is_yes(z > 0)) {
    return Ball(1, p);
  }
  return is_yes(z < 0) ? Ball(p) : Ball::interval(Dyadic(0), Dyadic(1), p);
}

}  // namespace ntkcert
