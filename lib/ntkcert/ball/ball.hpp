#pragma once

#include <arb.h>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "ntkcert/ball/dyadic.hpp"
#include "ntkcert/ball/exact.hpp"
#include "ntkcert/ball/truth.hpp"

namespace ntkcert {

/// Working precision in bits, 2 to 2^24; other values throw InvalidInput.
class Precision {
 public:
  explicit Precision(long bits);
  [[nodiscard]] long bits() const { return bits_; }
  friend auto operator<=>(const Precision&, const Precision&) = default;
  friend Precision operator+(Precision p, long more) { return Precision(p.bits() + more); }

 private:
  long bits_;
};

/// A real number known through an enclosure [midpoint ± radius] (Arb's arb_t) and the precision at which its
/// descendants are rounded. Every operation encloses the exact result for every point of its operands; the
/// result has the larger precision of its operands. Outside a function's domain, and for NaN, the result is
/// the whole line. There is no way to a bool or a double: ask `lower`, `upper` or a comparison.
class Ball {
 public:
  /// Exact zero at the lowest precision: a start for sums and a slot for storage.
  Ball() : precision_(2) { arb_init(value_); }
  explicit Ball(Precision p) : precision_(p) { arb_init(value_); }
  Ball(long n, Precision p) : Ball(p) { arb_set_si(value_, n); }
  Ball(const Integer& n, Precision p);
  /// Encloses the fraction, rounded outward to the precision.
  Ball(const Rational& q, Precision p);
  Ball(const Dyadic& exact, Precision p) : Ball(p) { arb_set_arf(value_, exact.raw()); }
  /// Only exact things become balls: a double must say from_double, a decimal goes through parse_rational.
  template <typename T>
  requires(std::floating_point<T> || std::same_as<T, bool>) Ball(T, Precision)
  = delete;

  Ball(const Ball& other) : Ball(other.precision_) { arb_set(value_, other.value_); }
  Ball(Ball&& other) noexcept : precision_(other.precision_) {
    arb_init(value_);
    arb_swap(value_, other.value_);
  }
  Ball& operator=(const Ball& other) {
    arb_set(value_, other.value_);
    precision_ = other.precision_;
    return *this;
  }
  Ball& operator=(Ball&& other) noexcept {
    arb_swap(value_, other.value_);
    precision_ = other.precision_;
    return *this;
  }
  ~Ball() { arb_clear(value_); }

  /// The exact value of a finite double; NaN and infinities throw InvalidInput.
  [[nodiscard]] static Ball from_double(double value, Precision p) { return {Dyadic::from_double(value), p}; }
  [[nodiscard]] static Ball whole_line(Precision p);
  /// The interval [lower, upper]; throws InvalidInput if lower > upper.
  [[nodiscard]] static Ball interval(const Dyadic& lower, const Dyadic& upper, Precision p);
  [[nodiscard]] static Ball pi(Precision p);
  [[nodiscard]] static Ball log2(Precision p);

  [[nodiscard]] Precision precision() const { return precision_; }
  /// The same enclosure whose descendants are rounded at `p`; the ball itself is rounded outward to `p`.
  [[nodiscard]] Ball at(Precision p) const;

  /// Exact bounds of the enclosure, at most an ulp of (precision + 30) bits outside it; ∓∞ for the whole
  /// line.
  [[nodiscard]] Dyadic lower() const;
  [[nodiscard]] Dyadic upper() const;
  /// Bounds of |x|: sup and inf over the enclosure.
  [[nodiscard]] Dyadic magnitude() const;
  [[nodiscard]] Dyadic mignitude() const;
  [[nodiscard]] Dyadic midpoint() const;
  /// An upper bound of the radius.
  [[nodiscard]] Dyadic radius() const;
  [[nodiscard]] bool is_finite() const { return arb_is_finite(value_) != 0; }
  [[nodiscard]] bool is_exact() const { return arb_is_exact(value_) != 0; }
  [[nodiscard]] bool is_exact_zero() const { return arb_is_zero(value_) != 0; }

  [[nodiscard]] bool contains(const Rational& q) const;
  [[nodiscard]] bool contains(const Dyadic& q) const { return arb_contains_arf(value_, q.raw()) != 0; }
  [[nodiscard]] bool contains(const Ball& other) const { return arb_contains(value_, other.value_) != 0; }
  [[nodiscard]] bool contains_zero() const { return arb_contains_zero(value_) != 0; }
  [[nodiscard]] bool overlaps(const Ball& other) const { return arb_overlaps(value_, other.value_) != 0; }

  /// Adds [−error, error] for the largest |point| of `error`.
  [[nodiscard]] Ball widened(const Ball& error) const;

  Ball& operator+=(const Ball& b) { return *this = *this + b; }
  Ball& operator-=(const Ball& b) { return *this = *this - b; }
  Ball& operator*=(const Ball& b) { return *this = *this * b; }
  Ball& operator/=(const Ball& b) { return *this = *this / b; }

  friend Ball operator+(const Ball& a, const Ball& b);
  friend Ball operator-(const Ball& a, const Ball& b);
  friend Ball operator*(const Ball& a, const Ball& b);
  friend Ball operator/(const Ball& a, const Ball& b);
  friend Ball operator-(const Ball& a);
  friend Ball operator+(const Ball& a, long n);
  friend Ball operator+(long n, const Ball& a) { return a + n; }
  friend Ball operator-(const Ball& a, long n);
  friend Ball operator-(long n, const Ball& a) { return -(a - n); }
  friend Ball operator*(const Ball& a, long n);
  friend Ball operator*(long n, const Ball& a) { return a * n; }
  friend Ball operator/(const Ball& a, long n);
  friend Ball operator/(long n, const Ball& a);

  /// yes or no only when it holds or fails for all points of both enclosures.
  friend Truth operator<(const Ball& a, const Ball& b);
  friend Truth operator<=(const Ball& a, const Ball& b);
  friend Truth operator>(const Ball& a, const Ball& b) { return b < a; }
  friend Truth operator>=(const Ball& a, const Ball& b) { return b <= a; }
  friend Truth operator<(const Ball& a, long n);
  friend Truth operator>(const Ball& a, long n);

  [[nodiscard]] arb_struct* raw() { return value_; }
  [[nodiscard]] const arb_struct* raw() const { return value_; }

 private:
  arb_t value_;
  Precision precision_;
};

/// Enclosures of the named real functions over all points of the argument.
[[nodiscard]] Ball abs(const Ball& x);
/// √x; points below zero make the result the whole line, see sqrt_nonnegative.
[[nodiscard]] Ball sqrt(const Ball& x);
/// √max(x, 0): for quantities known to be ≥ 0 whose enclosure may dip below.
[[nodiscard]] Ball sqrt_nonnegative(const Ball& x);
[[nodiscard]] Ball square(const Ball& x);
[[nodiscard]] Ball exp(const Ball& x);
[[nodiscard]] Ball expm1(const Ball& x);
[[nodiscard]] Ball log(const Ball& x);
[[nodiscard]] Ball sin(const Ball& x);
[[nodiscard]] Ball cos(const Ball& x);
[[nodiscard]] Ball tan(const Ball& x);
[[nodiscard]] Ball sinh(const Ball& x);
[[nodiscard]] Ball cosh(const Ball& x);
[[nodiscard]] Ball tanh(const Ball& x);
[[nodiscard]] Ball asin(const Ball& x);
[[nodiscard]] Ball acos(const Ball& x);
[[nodiscard]] Ball erf(const Ball& x);
[[nodiscard]] Ball gamma(const Ball& x);
/// 1/Γ(x), entire.
[[nodiscard]] Ball reciprocal_gamma(const Ball& x);
[[nodiscard]] Ball log_gamma(const Ball& x);
[[nodiscard]] Ball pow(const Ball& x, unsigned long n);
[[nodiscard]] Ball pow(const Ball& x, const Ball& y);
/// x·2^n, exact.
[[nodiscard]] Ball scaled(const Ball& x, long n);
[[nodiscard]] Ball max(const Ball& a, const Ball& b);
[[nodiscard]] Ball min(const Ball& a, const Ball& b);
/// The smallest ball around both.
[[nodiscard]] Ball hull(const Ball& a, const Ball& b);
/// [−bound, bound] for the largest |point| of `bound`.
[[nodiscard]] Ball symmetric(const Ball& bound);

}  // namespace ntkcert
