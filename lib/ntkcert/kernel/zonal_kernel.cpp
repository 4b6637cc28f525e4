#include "ntkcert/kernel/zonal_kernel.hpp"

#include <optional>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {
namespace {

const Architecture& checked(const Architecture& architecture) {
  architecture.check();
  return architecture;
}

}  // namespace

ZonalKernel::ZonalKernel(const Architecture& architecture, Precision p)
    : kind_(checked(architecture).kind),
      has_bias_(architecture.bias_variance != 0),
      bias_variance_(architecture.bias_variance, p),
      weight_variance_(architecture.weight_variance, p),
      slope_(Rational(architecture.first_weight_variance / architecture.preactivation_variance()), p),
      dual_(architecture.activation->dual(Ball(architecture.preactivation_variance(), p))) {}

ZonalKernel limiting_kernel(const Architecture& architecture, Precision p) { return {architecture, p}; }

Ball ZonalKernel::combine(const DualPair<Ball>& pair, const Ball& correlation) const {
  const Ball value = bias_variance_ + weight_variance_ * pair.value;
  return kind_ == KernelKind::nngp
             ? value
             : value + weight_variance_ * dual_->variance() * correlation * pair.derivative;
}

Ball ZonalKernel::operator()(const Ball& u) const {
  const std::optional<CorrelationRange> range = cut_correlation(u);
  if (!range) {
    return Ball::whole_line(precision());
  }
  // 1 − α(1 − u) is exact at u = 1.
  const Ball cut = range->lower == range->upper ? Ball(range->lower, precision())
                                                : Ball::interval(range->lower, range->upper, precision());
  const Ball correlation = 1 - slope_ * (1 - cut);
  return combine(dual_->at(correlation), correlation);
}

Ball ZonalKernel::at_one() const { return (*this)(Ball(1, precision())); }

Ball ZonalKernel::at_angle(const Ball& theta) const {
  const ComplexBall omega = correlation_angle(ComplexBall(theta));
  const DualPair<ComplexBall> pair = dual_->at_angle(omega);
  return combine({pair.value.real(), pair.derivative.real()}, cos(omega.real()));
}

ComplexBall ZonalKernel::correlation_angle(const ComplexBall& theta) const {
  if (!has_bias_) {
    return theta;
  }
  const long bits = precision().bits();
  ComplexBall z(precision());
  acb_mul_2exp_si(z.raw(), theta.raw(), -1);
  acb_sin(z.raw(), z.raw(), bits);
  acb_mul_arb(z.raw(), z.raw(), sqrt(slope_).raw(), bits);
  // The principal branch of asin is analytic off the cuts (−∞, −1] and [1, ∞).
  if (z.imaginary().contains_zero() && !is_yes(abs(z.real()) < 1)) {
    return ComplexBall::whole_plane(precision());
  }
  acb_asin(z.raw(), z.raw(), bits);
  acb_mul_2exp_si(z.raw(), z.raw(), 1);
  return z;
}

ComplexBall ZonalKernel::continuation(const ComplexBall& theta) const {
  const long bits = precision().bits();
  const ComplexBall omega = correlation_angle(theta);
  const DualPair<ComplexBall> pair = dual_->at_angle(omega);
  ComplexBall result(precision());
  if (kind_ == KernelKind::ntk) {
    acb_cos(result.raw(), omega.raw(), bits);
    acb_mul_arb(result.raw(), result.raw(), dual_->variance().raw(), bits);
    acb_mul(result.raw(), result.raw(), pair.derivative.raw(), bits);
  }
  acb_add(result.raw(), result.raw(), pair.value.raw(), bits);
  acb_mul_arb(result.raw(), result.raw(), weight_variance_.raw(), bits);
  acb_add_arb(result.raw(), result.raw(), bias_variance_.raw(), bits);
  return result;
}

/// sup|ω| over the ellipse; infinite if ω = 2asin(s·sin(θ/2)) meets a cut there.
Ball ZonalKernel::angle_bound(const BernsteinEllipse& ellipse) const {
  const Precision p = ellipse.r.precision();
  const Ball pi = Ball::pi(p);
  if (!has_bias_) {
    return scaled(pi, -1) + ellipse.major;
  }
  const Ball s = sqrt(slope_.at(p));
  // Half of the ellipse's height above θ = π is (π/8)(r − 1/r)²/(r + 1/r).
  const Ball half_height = scaled(square(ellipse.minor) / ellipse.major, -1);
  if (!is_yes(2 * ellipse.major < 3 * pi) || !is_yes(s * cosh(half_height) < 1)) {
    return Ball::whole_line(p);
  }
  const Ball x = s * cosh(scaled(ellipse.minor, -1));
  return sqrt(square(pi) + 4 * square(log(x + sqrt(1 + square(x)))));
}

Ball ZonalKernel::ellipse_bound(const BernsteinEllipse& ellipse) const {
  // |ρ(cos θ)| ≤ α|cos θ| + β, |cos θ| ≤ cosh(Im θ).
  const Ball correlation = 1 + slope_.at(ellipse.r.precision()) * (cosh(ellipse.minor) - 1);
  return combine(dual_->bounds(angle_bound(ellipse), correlation), correlation);
}

}  // namespace ntkcert
