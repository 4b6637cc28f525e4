#include "ntkcert/ball/polynomial.hpp"

#include <algorithm>

namespace ntkcert {

Polynomial::Polynomial(std::span<const Ball> coefficients, Precision p) : Polynomial(p) {
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    set_coefficient(static_cast<long>(k), coefficients[k]);
  }
}

Ball Polynomial::coefficient(long k) const {
  Ball r(precision_);
  arb_poly_get_coeff_arb(r.raw(), value_, k);
  return r;
}

void Polynomial::set_coefficient(long k, const Ball& c) { arb_poly_set_coeff_arb(value_, k, c.raw()); }

Ball Polynomial::operator()(const Ball& s) const {
  Ball r(std::max(precision_, s.precision()));
  arb_poly_evaluate(r.raw(), value_, s.raw(), r.precision().bits());
  return r;
}

Ball Polynomial::range_over(const Ball& s) const {
  const Precision p = std::max(precision_, s.precision());
  const Ball centre(s.midpoint(), p);
  return shifted(centre)(symmetric(Ball(s.radius(), p)));
}

Polynomial Polynomial::shifted(const Ball& c) const {
  Polynomial r(std::max(precision_, c.precision()));
  arb_poly_taylor_shift(r.value_, value_, c.raw(), r.precision_.bits());
  return r;
}

Polynomial Polynomial::derivative() const {
  Polynomial r(precision_);
  arb_poly_derivative(r.value_, value_, precision_.bits());
  return r;
}

Polynomial Polynomial::integral() const {
  Polynomial r(precision_);
  arb_poly_integral(r.value_, value_, precision_.bits());
  return r;
}

Polynomial Polynomial::truncated(long length) const {
  Polynomial r(*this);
  arb_poly_truncate(r.value_, length);
  return r;
}

Ball Polynomial::tail_bound(long from, const Ball& r) const {
  // Sums of upper bounds in Arb's 30-bit magnitudes, which round up.
  mag_t sum;
  mag_t base;
  mag_t size;
  mag_init(sum);
  mag_init(base);
  mag_init(size);
  arb_get_mag(base, r.raw());
  for (long k = length() - 1; k >= from; --k) {
    arb_get_mag(size, value_->coeffs + k);
    mag_mul(sum, sum, base);
    mag_add(sum, sum, size);
  }
  mag_pow_ui(base, base, static_cast<ulong>(from));
  mag_mul(sum, sum, base);
  Ball bound(precision_);
  arf_set_mag(arb_midref(bound.raw()), sum);
  mag_clear(sum);
  mag_clear(base);
  mag_clear(size);
  return bound;
}

Polynomial operator+(const Polynomial& a, const Polynomial& b) {
  Polynomial r(std::max(a.precision_, b.precision_));
  arb_poly_add(r.value_, a.value_, b.value_, r.precision_.bits());
  return r;
}

Polynomial operator-(const Polynomial& a, const Polynomial& b) {
  Polynomial r(std::max(a.precision_, b.precision_));
  arb_poly_sub(r.value_, a.value_, b.value_, r.precision_.bits());
  return r;
}

Polynomial operator*(const Polynomial& a, const Polynomial& b) {
  Polynomial r(std::max(a.precision_, b.precision_));
  arb_poly_mul(r.value_, a.value_, b.value_, r.precision_.bits());
  return r;
}

Polynomial operator*(const Polynomial& a, const Ball& c) {
  Polynomial r(std::max(a.precision_, c.precision()));
  arb_poly_scalar_mul(r.value_, a.value_, c.raw(), r.precision_.bits());
  return r;
}

}  // namespace ntkcert
