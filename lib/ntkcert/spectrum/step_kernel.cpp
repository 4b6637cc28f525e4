#include "ntkcert/spectrum/step_kernel.hpp"

#include "ntkcert/spectrum/half_space_activation.hpp"

namespace ntkcert {
namespace {

/// Whether the rectangle avoids (−∞, 0].
bool avoids_root_cut(const ComplexBall& z) { return !z.imaginary().contains_zero() || is_yes(z.real() > 0); }

/// Whether the rectangle avoids (−∞, −1] and [1, ∞).
bool avoids_asin_cuts(const ComplexBall& z) {
  return !z.imaginary().contains_zero() || is_yes(abs(z.real()) < 1);
}

ComplexBall twice_asin(const ComplexBall& z) {
  ComplexBall r(z.precision());
  acb_asin(r.raw(), z.raw(), z.precision().bits());
  acb_mul_2exp_si(r.raw(), r.raw(), 1);
  return r;
}

Ball step_covariance(const Architecture& a, Precision p) {
  return {Rational(a.bias_variance + a.weight_variance / 2), p};
}

}  // namespace

bool StepKernel::applies_to(const Architecture& architecture) {
  const auto found = half_space_activation(*architecture.activation, Precision(64));
  return found && found->is_step && !architecture.weight_radius && architecture.kind == KernelKind::nngp;
}

StepKernel::StepKernel(const Architecture& a, Precision p)
    : depth_(a.depth),
      has_bias_(a.bias_variance != 0),
      bias_variance_(a.bias_variance, p),
      weight_variance_(a.weight_variance, p),
      slope_(sqrt(Ball(Rational(a.first_weight_variance / a.preactivation_variance()), p))),
      gain_(weight_variance_ / (4 * Ball::pi(p) * step_covariance(a, p))) {}

Ball StepKernel::at_one() const { return value(Ball(bias_variance_.precision())); }

Ball StepKernel::value(const Ball& angle) const {
  const Ball pi = Ball::pi(angle.precision());
  return bias_variance_ + weight_variance_ * (pi - angle) / (2 * pi);
}

Ball StepKernel::at_angle(const Ball& theta) const {
  Ball omega = has_bias_ ? 2 * asin(slope_ * sin(scaled(theta, -1))) : theta;
  for (long h = 1; h < depth_; ++h) {
    omega = 2 * asin(sqrt(gain_ * omega));
  }
  return value(omega);
}

ComplexBall StepKernel::continuation(const ComplexBall& theta, bool analytic) const {
  const long bits = theta.precision().bits();
  ComplexBall omega = theta;
  if (has_bias_) {
    acb_mul_2exp_si(omega.raw(), omega.raw(), -1);
    acb_sin(omega.raw(), omega.raw(), bits);
    acb_mul_arb(omega.raw(), omega.raw(), slope_.raw(), bits);
    if (analytic && !avoids_asin_cuts(omega)) {
      return ComplexBall::whole_plane(theta.precision());
    }
    omega = twice_asin(omega);
  }
  for (long h = 1; h < depth_; ++h) {
    acb_mul_arb(omega.raw(), omega.raw(), gain_.raw(), bits);
    if (analytic && !avoids_root_cut(omega)) {
      return ComplexBall::whole_plane(theta.precision());
    }
    acb_sqrt(omega.raw(), omega.raw(), bits);
    if (analytic && !avoids_asin_cuts(omega)) {
      return ComplexBall::whole_plane(theta.precision());
    }
    omega = twice_asin(omega);
  }
  const Ball pi = Ball::pi(theta.precision());
  acb_sub_arb(omega.raw(), omega.raw(), pi.raw(), bits);
  acb_mul_arb(omega.raw(), omega.raw(), (-weight_variance_ / (2 * pi)).raw(), bits);
  acb_add_arb(omega.raw(), omega.raw(), bias_variance_.raw(), bits);
  return omega;
}

Ball StepKernel::ellipse_bound(const AngleEllipse& e) const {
  const Precision p = e.center.precision();
  const Ball pi = Ball::pi(p);
  const Ball largest = e.center + e.major;
  if (!is_yes(e.center - e.major > 0) || !is_yes(largest < 2 * pi)) {
    return Ball::whole_line(p);
  }
  Ball angle = largest;  // of |ω_1|
  if (has_bias_) {
    const Ball sine = slope_.at(p) * cosh(scaled(e.minor, -1));
    if (!is_yes(sine < 1) && !is_yes(largest < pi)) {
      return Ball::whole_line(p);
    }
    angle = pi + 2 * log(sine + sqrt(1 + square(sine)));
  }
  if (!is_yes(gain_.at(p) * angle < 1)) {
    return Ball::whole_line(p);
  }
  return bias_variance_.at(p) + weight_variance_.at(p) * (pi + max(angle, pi)) / (2 * pi);
}

}  // namespace ntkcert
