#pragma once

#include <mag.h>

#include <algorithm>
#include <compare>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// An upper bound of some number ≥ 0, with 30 bits and any exponent, or ∞ (Arb's mag_t): every operation is
/// rounded up, so that it gives a bound for the result on the numbers bounded. Cheaper than a ball, for sums
/// of many bounds.
class Magnitude {
 public:
  Magnitude() { mag_init(value_); }
  explicit Magnitude(unsigned long n) : Magnitude() { mag_set_ui(value_, n); }
  /// Of sup|x| over the ball; ∞ if it is not finite.
  explicit Magnitude(const Ball& x) : Magnitude(x.raw()) {}
  explicit Magnitude(const arb_struct* x) : Magnitude() { arb_get_mag(value_, x); }
  Magnitude(const Magnitude& other) { mag_init_set(value_, other.value_); }
  Magnitude& operator=(const Magnitude& other) {
    mag_set(value_, other.value_);
    return *this;
  }
  ~Magnitude() { mag_clear(value_); }

  /// Of a/b.
  [[nodiscard]] static Magnitude quotient(unsigned long a, unsigned long b) {
    Magnitude result(a);
    mag_t divisor;
    mag_init(divisor);
    mag_set_ui_lower(divisor, b);
    mag_div(result.value_, result.value_, divisor);
    mag_clear(divisor);
    return result;
  }

  Magnitude& operator+=(const Magnitude& b) {
    mag_add(value_, value_, b.value_);
    return *this;
  }
  Magnitude& operator*=(const Magnitude& b) {
    mag_mul(value_, value_, b.value_);
    return *this;
  }
  friend Magnitude operator+(Magnitude a, const Magnitude& b) { return a += b; }
  friend Magnitude operator*(Magnitude a, const Magnitude& b) { return a *= b; }
  [[nodiscard]] friend Magnitude pow(const Magnitude& a, unsigned long n) {
    Magnitude result;
    mag_pow_ui(result.value_, a.value_, n);
    return result;
  }
  friend bool operator==(const Magnitude& a, const Magnitude& b) {
    return mag_equal(a.value_, b.value_) != 0;
  }
  friend std::strong_ordering operator<=>(const Magnitude& a, const Magnitude& b) {
    return mag_cmp(a.value_, b.value_) <=> 0;
  }

  /// Whether it is at most 2^{−bits}|x| at every point x of the ball.
  [[nodiscard]] bool is_negligible_beside(const Ball& x, long bits) const {
    Magnitude scaled(*this);
    mag_mul_2exp_si(scaled.value_, scaled.value_, bits);
    Magnitude below;
    arb_get_mag_lower(below.value_, x.raw());
    return scaled <= below;
  }

  /// The bound itself, as an exact ball.
  [[nodiscard]] Ball upper(Precision p) const {
    Ball result(p);
    arf_set_mag(arb_midref(result.raw()), value_);
    return result;
  }

 private:
  mag_t value_;
};

}  // namespace ntkcert
