#include "ntkcert/sphere/power_coefficients.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {

PowerCoefficients::PowerCoefficients(long dimension, long degree, const Rational& alpha, long length,
                                     Precision p)
    : dimension_(dimension), degree_(degree), alpha_(alpha), precision_(p), values_(std::max(length, 0L)) {
  check_dimension(dimension);
  check_degree(degree);
  if (!(alpha > 0) || alpha > 1) {
    throw InvalidInput(
        fmt::format("slope {} of a correlation is out of range: accepted are 0 < α ≤ 1", to_text(alpha)));
  }
  if (length < 1) {
    throw InvalidInput(fmt::format("{} coefficients: accepted are 1, 2, 3, …", length));
  }
  if (degree >= length) {
    return;
  }
  arb_set(values_.at(degree), leading_coefficient().raw());
  if (2 * alpha <= 1) {
    fill_strong_bias();
  } else {
    fill_weak_bias();
  }
}

/// λ_k(ρ^k) = α^k k!/(d(d+2)…(d+2k−2)).
Ball PowerCoefficients::leading_coefficient() const {
  Ball value(1, precision_);
  const Ball alpha(alpha_, precision_);
  for (long j = 0; j < degree_; ++j) {
    value = value * alpha * (j + 1) / (dimension_ + 2 * j);
  }
  return value;
}

/// α > β: the three-term recurrence, times p!/(p−k)!.
void PowerCoefficients::fill_weak_bias() {
  const long bits = precision_.bits();
  const long top = dimension_ + 2 * degree_ - 1;  // D − 1
  const Ball beta(Rational(1 - alpha_), precision_);
  const Ball excess(Rational(2 * alpha_ - 1), precision_);  // α − β
  Ball term(precision_);
  for (long p = degree_; p + 1 < values_.size(); ++p) {
    const long n = p - degree_;
    arb_struct* next = values_.at(p + 1);
    if (n > 0) {
      arb_mul_si(next, values_.at(p - 1), p, bits);
      arb_mul(next, next, excess.raw(), bits);
    }
    if (!beta.is_exact_zero()) {
      arb_mul_si(term.raw(), values_.at(p), top + 2 * n, bits);
      arb_addmul(next, term.raw(), beta.raw(), bits);
    }
    arb_mul_si(next, next, p + 1, bits);
    arb_div_si(next, next, (n + 1) * (top + n), bits);
  }
}

/// α ≤ β: the recurrence of m_n and δ_n, times p!/(p−k)!.
void PowerCoefficients::fill_strong_bias() {
  const long bits = precision_.bits();
  const long top = dimension_ + 2 * degree_ - 1;  // D − 1
  const Ball weight = Ball(alpha_, precision_) * top;
  const Ball excess(Rational(1 - 2 * alpha_), precision_);  // β − α
  Ball delta(precision_);
  for (long p = degree_; p + 1 < values_.size(); ++p) {
    const long n = p - degree_;
    arb_struct* next = values_.at(p + 1);
    arb_mul_si(delta.raw(), delta.raw(), n, bits);
    arb_addmul(delta.raw(), values_.at(p), weight.raw(), bits);
    arb_mul_si(delta.raw(), delta.raw(), p + 1, bits);
    arb_div_si(delta.raw(), delta.raw(), (n + 1) * (top + n), bits);
    if (excess.is_exact_zero()) {
      arb_set(next, delta.raw());
      continue;
    }
    arb_mul(next, values_.at(p), excess.raw(), bits);
    arb_mul_si(next, next, p + 1, bits);
    arb_div_si(next, next, n + 1, bits);
    arb_add(next, next, delta.raw(), bits);
  }
}

Ball PowerCoefficients::supremum_beyond() const {
  Ball by_trace = 1 / Ball(multiplicity(dimension_, degree_), precision_);
  if (values_.size() <= degree_) {
    return by_trace;
  }
  // The last index of k's parity: the moments of even order bound all that follow.
  const long p = values_.size() - 1 - (values_.size() - 1 - degree_) % 2;
  const Rational beta = 1 - alpha_;
  const Rational falling = Rational(p - degree_ + 1) * (dimension_ - 1) * alpha_;
  if (falling < degree_ * (degree_ + beta * (dimension_ - 1))) {
    return by_trace;
  }
  Ball last(precision_);
  arb_set(last.raw(), values_.at(p));
  return min(by_trace, 2 * last);
}

}  // namespace ntkcert
