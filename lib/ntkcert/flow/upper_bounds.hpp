#pragma once

#include <arb.h>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Bounds are worked out with this many bits: they need no more.
inline const Precision kBoundPrecision{64};

/// The largest point of a bound's enclosure, as an exact ball: keeps what is built on it from growing wide.
[[nodiscard]] inline Ball upper_end(const Ball& bound) { return {bound.upper(), kBoundPrecision}; }

/// Accumulates an upper bound of √Σ|x|² or of max|x| over balls x, rounding upward (Arb's mag_t).
class UpperNorm {
 public:
  UpperNorm() {
    mag_init(sum_);
    mag_init(term_);
  }
  UpperNorm(const UpperNorm&) = delete;
  UpperNorm& operator=(const UpperNorm&) = delete;
  ~UpperNorm() {
    mag_clear(sum_);
    mag_clear(term_);
  }
  void add_square(const arb_struct* x) {
    arb_get_mag(term_, x);
    mag_addmul(sum_, term_, term_);
  }
  /// Adds (factor·|radius of x|)².
  void add_radius_square(const arb_struct* x, unsigned long factor) {
    mag_mul_ui(term_, arb_radref(x), factor);
    mag_addmul(sum_, term_, term_);
  }
  void raise_to(const arb_struct* x) {
    arb_get_mag(term_, x);
    mag_max(sum_, sum_, term_);
  }
  [[nodiscard]] Ball maximum() const { return value(sum_); }
  [[nodiscard]] Ball root() {
    mag_sqrt(term_, sum_);
    return value(term_);
  }

 private:
  static Ball value(const mag_struct* bound) {
    Ball r(kBoundPrecision);
    arf_set_mag(arb_midref(r.raw()), bound);
    return r;
  }

  mag_t sum_;
  mag_t term_;
};

}  // namespace ntkcert
