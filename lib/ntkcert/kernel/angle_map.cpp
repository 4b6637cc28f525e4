#include "ntkcert/kernel/angle_map.hpp"

#include <mutex>
#include <vector>

namespace ntkcert {
namespace {

ComplexBall rectangle(const Ball& half_width) { return {symmetric(half_width), symmetric(half_width)}; }

bool is_finite(const ComplexBall& z) { return acb_is_finite(z.raw()) != 0; }

Ball modulus(const ComplexBall& z) {
  Ball r(z.precision());
  acb_abs(r.raw(), z.raw(), z.precision().bits());
  return r;
}

/// Whether the rectangle avoids (−∞, 0].
bool avoids_negative_axis(const ComplexBall& z) {
  return is_finite(z) && (!z.imaginary().contains_zero() || is_yes(z.real() > 0));
}

/// Whether the rectangle avoids (−∞, −1] and [1, ∞).
bool avoids_asin_cuts(const ComplexBall& z) {
  return is_finite(z) && (!z.imaginary().contains_zero() || is_yes(abs(z.real()) < 1));
}

ComplexBall complement_to_pi(const ComplexBall& omega) {
  ComplexBall r(omega.precision());
  acb_sub_arb(r.raw(), omega.raw(), Ball::pi(omega.precision()).raw(), omega.precision().bits());
  acb_neg(r.raw(), r.raw());
  return r;
}

/// An upper bound of 2a(|Σ(1)| + |Σ(cos ω)|)/r² on |ω| = r; infinite if Σ or Σ̇ is not known on that disc.
Ball circle_bound(const DualActivation& dual, const Ball& gain, const Ball& at_one, const Ball& r) {
  const DualPair<ComplexBall> square_around = dual.at_angle(rectangle(r));
  if (!is_finite(square_around.value) || !is_finite(square_around.derivative)) {
    return Ball::whole_line(r.precision());
  }
  return 2 * gain * (abs(at_one) + modulus(square_around.value)) / square(r);
}

}  // namespace

/// A rectangle of ω around its center, with g there and aqΣ̇·(sin ω)/ω over all of it.
struct AngleMap::Rectangle {
  Rectangle(const ComplexBall& all, const ComplexBall& middle, const ComplexBall& quotient,
            ComplexBall slope_over)
      : omega(all),
        center(middle),
        center_quotient(quotient),
        slope(std::move(slope_over)),
        offset(all.precision()) {
    acb_sub(offset.raw(), omega.raw(), center.raw(), omega.precision().bits());
  }
  const ComplexBall& omega;
  const ComplexBall& center;
  const ComplexBall& center_quotient;
  ComplexBall slope;
  ComplexBall offset;
};

/// √g (of g̃ if Σ is even) and z.
struct AngleMap::Root {
  ComplexBall root;
  ComplexBall z;
};

/// g near 0.
struct AngleMap::Expansion {
  explicit Expansion(Precision p) : series(p) {}
  std::once_flag made;
  Polynomial series;  ///< of g, for |ω| ≤ radius
  Ball error;
  Dyadic radius;  ///< zero if the map is not known
};

AngleMap::AngleMap(std::shared_ptr<const DualActivation> dual, const Ball& gain, Parity parity)
    : dual_(std::move(dual)),
      gain_(gain),
      parity_(parity),
      at_one_(dual_->precision()),
      lipschitz_(dual_->precision()),
      expansion_(std::make_shared<Expansion>(dual_->precision())) {
  const DualPair<Ball> end = dual_->at(Ball(1, dual_->precision()));
  at_one_ = end.value;
  lipschitz_ = sqrt(gain_ * dual_->variance() * end.derivative);
}

const AngleMap::Expansion& AngleMap::expansion() const {
  std::call_once(expansion_->made, [&] {
    if (dual_->has_continuation()) {
      expand(*expansion_);
    }
  });
  return *expansion_;
}

bool AngleMap::is_known() const { return expansion().radius.sign() > 0; }

Ball AngleMap::at_real(const Ball& omega, const Ball& drop) const {
  const long bits = omega.precision().bits();
  Ball image(omega.precision());
  arb_struct* x = image.raw();
  arb_mul(x, gain_.raw(), drop.raw(), bits);
  arb_mul_2exp_si(x, x, -1);  // sin²(ω'/2)
  Ball rest(omega.precision());
  arb_sub_ui(rest.raw(), x, 1, bits);
  arb_neg(rest.raw(), rest.raw());
  arb_div(x, x, rest.raw(), bits);
  arb_sqrtpos(x, x, bits);
  arb_atan(x, x, bits);
  arb_mul_2exp_si(x, x, 1);
  mag_t error;
  mag_init(error);
  arb_get_mag(error, lipschitz_.raw());
  mag_mul(error, error, arb_radref(omega.raw()));
  arb_add_error_mag(x, error);
  mag_clear(error);
  return image;
}

/// The Taylor polynomial of g from its values on a circle of an eighth of the radius r of a disc where it is
/// known, used to half of that.
void AngleMap::expand(Expansion& expansion) const {
  const Precision p = dual_->precision();
  constexpr long kLargest = 3;
  constexpr long kSmallest = -12;
  constexpr long kShrink = 3;
  for (long exponent = kLargest; exponent >= kSmallest; --exponent) {
    const Precision low(64);
    const Ball bound = circle_bound(*dual_, gain_, at_one_, scaled(Ball(1, p), exponent)).at(low);
    if (!bound.is_finite()) {
      continue;
    }
    const double size = log(1 + bound).midpoint().approximate();
    const long half = (p.bits() + 2 * static_cast<long>(size)) / (2 * kShrink) + 2;
    const long points = 2 * half + 1;
    const Ball circle = scaled(Ball(1, p), exponent - kShrink);
    std::vector<ComplexBall> roots(static_cast<std::size_t>(points), ComplexBall(p));
    for (long j = 0; j < points; ++j) {
      const Ball turn(Rational(2 * j, points), p);
      arb_sin_cos_pi(acb_imagref(roots[static_cast<std::size_t>(j)].raw()),
                     acb_realref(roots[static_cast<std::size_t>(j)].raw()), turn.raw(), p.bits());
    }
    std::vector<ComplexBall> values;
    for (long j = 0; j <= half; ++j) {
      ComplexBall omega = roots[static_cast<std::size_t>(j)];
      acb_mul_arb(omega.raw(), omega.raw(), circle.raw(), p.bits());
      values.push_back(fraction(omega, dual_->at_angle(omega).value));
    }
    // c_k ≈ r^{−k}/N·Σ_j g(ζ_j)e^{−2πijk/N}, real as g(ζ̄) is the conjugate of g(ζ).
    const auto coefficient = [&](long k) {
      Ball sum(p);
      for (long j = 1; j <= half; ++j) {
        const acb_struct* root = roots[static_cast<std::size_t>(((j * k) % points + points) % points)].raw();
        const acb_struct* value = values[static_cast<std::size_t>(j)].raw();
        arb_addmul(sum.raw(), acb_realref(value), acb_realref(root), p.bits());
        arb_addmul(sum.raw(), acb_imagref(value), acb_imagref(root), p.bits());
      }
      return scaled((values[0].real() + scaled(sum, 1)) / points, k * (kShrink - exponent));
    };
    const Ball t = scaled(Ball(1, low), -kShrink * points);
    // A dual whose slope is no multiple of sin ω, such as that of a step, has a pole here in place of g.
    if (!coefficient(-1).widened(scaled(bound, exponent) * t / (1 - t)).contains_zero()) {
      return;
    }
    for (long k = 0; k < points; ++k) {
      expansion.series.set_coefficient(k, coefficient(k));
    }
    expansion.error = 2 * bound * t / ((1 - t) * (1 - scaled(Ball(1, low), -kShrink)));
    expansion.radius = Dyadic(Integer(1), exponent - kShrink - 1);
    return;
  }
}

/// 2a(Σ(1) − value)/ω².
ComplexBall AngleMap::fraction(const ComplexBall& omega, const ComplexBall& value) const {
  const long bits = omega.precision().bits();
  ComplexBall square(omega.precision());
  acb_mul(square.raw(), omega.raw(), omega.raw(), bits);
  ComplexBall g(omega.precision());
  acb_sub_arb(g.raw(), value.raw(), at_one_.raw(), bits);
  acb_mul_arb(g.raw(), g.raw(), scaled(-gain_, 1).raw(), bits);
  acb_div(g.raw(), g.raw(), square.raw(), bits);
  return g;
}

bool AngleMap::is_near_zero(const ComplexBall& omega) const {
  return modulus(omega).upper() <= expansion().radius;
}

ComplexBall AngleMap::series_at(const ComplexBall& omega) const {
  ComplexBall g(omega.precision());
  arb_poly_evaluate_acb(g.raw(), expansion().series.raw(), omega.raw(), omega.precision().bits());
  arb_add_error(acb_realref(g.raw()), expansion().error.raw());
  if (!omega.is_real()) {
    arb_add_error(acb_imagref(g.raw()), expansion().error.raw());
  }
  return g;
}

/// g at a thin ω, where Σ is `value`.
ComplexBall AngleMap::quotient(const ComplexBall& omega, const ComplexBall& value) const {
  return is_near_zero(omega) ? series_at(omega) : fraction(omega, value);
}

/// aqΣ̇·(sin ω)/ω.
ComplexBall AngleMap::scaled_slope(const ComplexBall& omega, const ComplexBall& derivative) const {
  ComplexBall slope(omega.precision());
  acb_sinc(slope.raw(), omega.raw(), omega.precision().bits());
  acb_mul(slope.raw(), slope.raw(), derivative.raw(), omega.precision().bits());
  acb_mul_arb(slope.raw(), slope.raw(), (gain_ * dual_->variance()).raw(), omega.precision().bits());
  return slope;
}

/// g over a rectangle around `center`, by mean values of Σ, then of g with g' = (2/ω)(aqΣ̇·(sin ω)/ω − g).
ComplexBall AngleMap::quotient_over(const Rectangle& r) const {
  if (is_near_zero(r.omega)) {
    return series_at(r.omega);
  }
  const Precision p = r.omega.precision();
  const long bits = p.bits();
  ComplexBall rise(p);  // a(Σ(1) − Σ)
  acb_mul(rise.raw(), r.slope.raw(), r.omega.raw(), bits);
  acb_mul(rise.raw(), rise.raw(), r.offset.raw(), bits);
  acb_mul_2exp_si(rise.raw(), rise.raw(), 1);
  ComplexBall square(p);
  acb_mul(square.raw(), r.center.raw(), r.center.raw(), bits);
  acb_addmul(rise.raw(), r.center_quotient.raw(), square.raw(), bits);
  acb_mul(square.raw(), r.omega.raw(), r.omega.raw(), bits);
  ComplexBall derivative(p);
  acb_div(derivative.raw(), rise.raw(), square.raw(), bits);
  acb_sub(derivative.raw(), r.slope.raw(), derivative.raw(), bits);
  acb_div(derivative.raw(), derivative.raw(), r.omega.raw(), bits);
  acb_mul_2exp_si(derivative.raw(), derivative.raw(), 1);
  ComplexBall g = r.center_quotient;
  acb_addmul(g.raw(), derivative.raw(), r.offset.raw(), bits);
  return g;
}

/// 1 − ω/π.
ComplexBall AngleMap::other_end(const ComplexBall& omega) const {
  ComplexBall factor(omega.precision());
  acb_div_arb(factor.raw(), complement_to_pi(omega).raw(), Ball::pi(omega.precision()).raw(),
              omega.precision().bits());
  return factor;
}

/// From g; whole planes where a branch is not proved to be the principal one.
AngleMap::Root AngleMap::root(const ComplexBall& omega, const ComplexBall& g) const {
  const Precision p = omega.precision();
  const long bits = p.bits();
  const Root unknown{ComplexBall::whole_plane(p), ComplexBall::whole_plane(p)};
  Root r{g, omega};
  if (parity_ == Parity::even) {
    const ComplexBall factor = other_end(omega);
    acb_div(r.root.raw(), r.root.raw(), factor.raw(), bits);
    acb_div(r.root.raw(), r.root.raw(), factor.raw(), bits);
    acb_mul(r.z.raw(), r.z.raw(), factor.raw(), bits);
  }
  if (!avoids_negative_axis(r.root)) {
    return unknown;
  }
  acb_sqrt(r.root.raw(), r.root.raw(), bits);
  acb_mul(r.z.raw(), r.z.raw(), r.root.raw(), bits);
  acb_mul_2exp_si(r.z.raw(), r.z.raw(), -1);
  return avoids_asin_cuts(r.z) ? r : unknown;
}

/// dω'/dω over the rectangle.
ComplexBall AngleMap::derivative(const Rectangle& r, const Root& root) const {
  const Precision p = r.omega.precision();
  const long bits = p.bits();
  ComplexBall divisor(p);  // √g·√(1−z)√(1+z)
  ComplexBall term(p);
  acb_add_si(term.raw(), root.z.raw(), 1, bits);
  acb_sqrt(divisor.raw(), term.raw(), bits);
  acb_sub_si(term.raw(), root.z.raw(), 1, bits);
  acb_neg(term.raw(), term.raw());
  acb_sqrt(term.raw(), term.raw(), bits);
  acb_mul(divisor.raw(), divisor.raw(), term.raw(), bits);
  acb_mul(divisor.raw(), divisor.raw(), root.root.raw(), bits);
  if (parity_ == Parity::even) {
    acb_mul(divisor.raw(), divisor.raw(), other_end(r.omega).raw(), bits);
  }
  acb_div(term.raw(), r.slope.raw(), divisor.raw(), bits);
  return term;
}

/// 2asin(½ω√g).
ComplexBall AngleMap::image(const ComplexBall& omega, const ComplexBall& quotient) const {
  ComplexBall result = root(omega, quotient).z;
  if (is_finite(result)) {
    acb_asin(result.raw(), result.raw(), omega.precision().bits());
    acb_mul_2exp_si(result.raw(), result.raw(), 1);
  }
  return result;
}

ComplexBall AngleMap::left_half(const ComplexBall& omega) const {
  const Precision p = omega.precision();
  ComplexBall center(p);
  acb_get_mid(center.raw(), omega.raw());
  const ComplexBall center_quotient = quotient(center, dual_->at_angle(center).value);
  ComplexBall result = image(center, center_quotient);
  if (is_finite(result) && acb_is_exact(omega.raw()) == 0) {
    const DualPair<ComplexBall> pair = dual_->at_angle(omega);
    const Rectangle r(omega, center, center_quotient, scaled_slope(omega, pair.derivative));
    const Root around = root(omega, quotient_over(r));
    if (!is_finite(pair.value) || !is_finite(around.z)) {
      return ComplexBall::whole_plane(p);
    }
    acb_addmul(result.raw(), derivative(r, around).raw(), r.offset.raw(), p.bits());
  }
  return result;
}

/// By half(ω) for Re ω ≤ π/2.
template <typename Half>
ComplexBall AngleMap::mirrored_beyond_half_pi(const ComplexBall& omega, const Half& half) const {
  const Ball half_pi = scaled(Ball::pi(omega.precision()), -1);
  if (parity_ == Parity::none || !is_yes(Ball(omega.real().midpoint(), omega.precision()) > half_pi)) {
    return half(omega);
  }
  const ComplexBall mirrored = half(complement_to_pi(omega));
  return parity_ == Parity::even ? mirrored : complement_to_pi(mirrored);
}

ComplexBall AngleMap::operator()(const ComplexBall& omega) const {
  if (!is_known() || !is_finite(omega)) {
    return ComplexBall::whole_plane(omega.precision());
  }
  return mirrored_beyond_half_pi(omega, [&](const ComplexBall& w) { return left_half(w); });
}

ComplexBall AngleMap::at_midpoint(const ComplexBall& omega) const {
  return mirrored_beyond_half_pi(omega, [&](const ComplexBall& w) {
    ComplexBall center(w.precision());
    acb_get_mid(center.raw(), w.raw());
    return image(center, fraction(center, dual_->at_angle(center).value));
  });
}

}  // namespace ntkcert
