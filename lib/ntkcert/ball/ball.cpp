#include "ntkcert/ball/ball.hpp"

#include <arb_hypgeom.h>
#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

constexpr long kMaxPrecision = 1L << 24;
/// Endpoints carry so many bits more than the ball: below the resolution of a radius (30 bits).
constexpr long kEndpointGuard = 30;

using Unary = void (*)(arb_t, const arb_t, slong);
using Binary = void (*)(arb_t, const arb_t, const arb_t, slong);

Ball apply(Unary function, const Ball& x) {
  Ball r(x.precision());
  function(r.raw(), x.raw(), x.precision().bits());
  return r;
}

Ball apply(Binary function, const Ball& a, const Ball& b) {
  Ball r(std::max(a.precision(), b.precision()));
  function(r.raw(), a.raw(), b.raw(), r.precision().bits());
  return r;
}

Truth decide(int holds, int fails) {
  return holds != 0 ? Truth::yes : fails != 0 ? Truth::no : Truth::unknown;
}

}  // namespace

Precision::Precision(long bits) : bits_(bits) {
  if (bits < 2 || bits > kMaxPrecision) {
    throw InvalidInput(
        fmt::format("precision {} is out of range: accepted are 2 to {} bits", bits, kMaxPrecision));
  }
}

Ball::Ball(const Integer& n, Precision p) : Ball(p) {
  const FlintInteger exact(n);
  arb_set_round_fmpz(value_, exact.raw(), p.bits());
}

Ball::Ball(const Rational& q, Precision p) : Ball(p) {
  const FlintRational exact(q);
  arb_set_fmpq(value_, exact.raw(), p.bits());
}

Ball Ball::whole_line(Precision p) {
  Ball r(p);
  arb_zero_pm_inf(r.value_);
  return r;
}

Ball Ball::interval(const Dyadic& lower, const Dyadic& upper, Precision p) {
  if (lower > upper) {
    throw InvalidInput(fmt::format("the interval [{}, {}] is empty", lower.to_hex(), upper.to_hex()));
  }
  Ball r(p);
  arb_set_interval_arf(r.value_, lower.raw(), upper.raw(), p.bits());
  return r;
}

Ball Ball::pi(Precision p) {
  Ball r(p);
  arb_const_pi(r.value_, p.bits());
  return r;
}

Ball Ball::log2(Precision p) {
  Ball r(p);
  arb_const_log2(r.value_, p.bits());
  return r;
}

Ball Ball::at(Precision p) const {
  Ball r(p);
  arb_set_round(r.value_, value_, p.bits());
  return r;
}

Dyadic Ball::lower() const {
  Dyadic r;
  if (!is_finite()) {
    return -Dyadic::infinity();
  }
  arb_get_lbound_arf(r.raw(), value_, precision_.bits() + kEndpointGuard);
  return r;
}

Dyadic Ball::upper() const {
  Dyadic r;
  if (!is_finite()) {
    return Dyadic::infinity();
  }
  arb_get_ubound_arf(r.raw(), value_, precision_.bits() + kEndpointGuard);
  return r;
}

Dyadic Ball::magnitude() const {
  Dyadic r;
  if (!is_finite()) {
    return Dyadic::infinity();
  }
  arb_get_abs_ubound_arf(r.raw(), value_, precision_.bits() + kEndpointGuard);
  return r;
}

Dyadic Ball::mignitude() const {
  Dyadic r;
  if (is_finite()) {
    arb_get_abs_lbound_arf(r.raw(), value_, precision_.bits() + kEndpointGuard);
  }
  return r;
}

Dyadic Ball::midpoint() const {
  Dyadic r;
  if (is_finite()) {
    arf_set(r.raw(), arb_midref(value_));
  }
  return r;
}

Dyadic Ball::radius() const {
  Dyadic r;
  if (!is_finite()) {
    return Dyadic::infinity();
  }
  arf_set_mag(r.raw(), arb_radref(value_));
  return r;
}

bool Ball::contains(const Rational& q) const {
  const FlintRational exact(q);
  return arb_contains_fmpq(value_, exact.raw()) != 0;
}

Ball Ball::widened(const Ball& error) const {
  Ball r(*this);
  r.precision_ = std::max(precision_, error.precision_);
  arb_add_error(r.value_, error.value_);
  return r;
}

Ball operator+(const Ball& a, const Ball& b) { return apply(arb_add, a, b); }
Ball operator-(const Ball& a, const Ball& b) { return apply(arb_sub, a, b); }
Ball operator*(const Ball& a, const Ball& b) { return apply(arb_mul, a, b); }
Ball operator/(const Ball& a, const Ball& b) { return apply(arb_div, a, b); }

Ball operator-(const Ball& a) {
  Ball r(a.precision());
  arb_neg(r.raw(), a.raw());
  return r;
}

Ball operator+(const Ball& a, long n) {
  Ball r(a.precision());
  arb_add_si(r.raw(), a.raw(), n, r.precision().bits());
  return r;
}

Ball operator-(const Ball& a, long n) {
  Ball r(a.precision());
  arb_sub_si(r.raw(), a.raw(), n, r.precision().bits());
  return r;
}

Ball operator*(const Ball& a, long n) {
  Ball r(a.precision());
  arb_mul_si(r.raw(), a.raw(), n, r.precision().bits());
  return r;
}

Ball operator/(const Ball& a, long n) {
  Ball r(a.precision());
  arb_div_si(r.raw(), a.raw(), n, r.precision().bits());
  return r;
}

Ball operator/(long n, const Ball& a) { return Ball(n, a.precision()) / a; }

Truth operator<(const Ball& a, const Ball& b) {
  return decide(arb_lt(a.raw(), b.raw()), arb_ge(a.raw(), b.raw()));
}
Truth operator<=(const Ball& a, const Ball& b) {
  return decide(arb_le(a.raw(), b.raw()), arb_gt(a.raw(), b.raw()));
}
Truth operator<(const Ball& a, long n) { return a < Ball(n, a.precision()); }
Truth operator>(const Ball& a, long n) { return Ball(n, a.precision()) < a; }

Ball abs(const Ball& x) {
  Ball r(x.precision());
  arb_abs(r.raw(), x.raw());
  return r;
}

Ball sqrt(const Ball& x) { return apply(arb_sqrt, x); }
Ball sqrt_nonnegative(const Ball& x) { return apply(arb_sqrtpos, x); }

Ball square(const Ball& x) {
  Ball r(x.precision());
  arb_sqr(r.raw(), x.raw(), x.precision().bits());
  return r;
}

Ball exp(const Ball& x) { return apply(arb_exp, x); }
Ball expm1(const Ball& x) { return apply(arb_expm1, x); }
Ball log(const Ball& x) { return apply(arb_log, x); }
Ball sin(const Ball& x) { return apply(arb_sin, x); }
Ball cos(const Ball& x) { return apply(arb_cos, x); }
Ball tan(const Ball& x) { return apply(arb_tan, x); }
Ball sinh(const Ball& x) { return apply(arb_sinh, x); }
Ball cosh(const Ball& x) { return apply(arb_cosh, x); }
Ball tanh(const Ball& x) { return apply(arb_tanh, x); }
Ball asin(const Ball& x) { return apply(arb_asin, x); }
Ball acos(const Ball& x) { return apply(arb_acos, x); }
Ball erf(const Ball& x) { return apply(arb_hypgeom_erf, x); }
Ball gamma(const Ball& x) { return apply(arb_gamma, x); }
Ball reciprocal_gamma(const Ball& x) { return apply(arb_rgamma, x); }
Ball log_gamma(const Ball& x) { return apply(arb_lgamma, x); }

Ball pow(const Ball& x, unsigned long n) {
  Ball r(x.precision());
  arb_pow_ui(r.raw(), x.raw(), n, x.precision().bits());
  return r;
}

Ball pow(const Ball& x, const Ball& y) { return apply(arb_pow, x, y); }

Ball scaled(const Ball& x, long n) {
  Ball r(x.precision());
  arb_mul_2exp_si(r.raw(), x.raw(), n);
  return r;
}

Ball max(const Ball& a, const Ball& b) { return apply(arb_max, a, b); }
Ball min(const Ball& a, const Ball& b) { return apply(arb_min, a, b); }
Ball hull(const Ball& a, const Ball& b) { return apply(arb_union, a, b); }
Ball symmetric(const Ball& bound) { return Ball(bound.precision()).widened(bound); }

}  // namespace ntkcert
