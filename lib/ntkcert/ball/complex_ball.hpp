#pragma once

#include <acb.h>

#include <algorithm>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// A complex number known through a rectangle of two balls (Arb's acb_t) and a working precision. Arithmetic
/// on it is Arb's, through raw(): it serves analytic continuation, where formulas are few and branch cuts
/// need care.
class ComplexBall {
 public:
  explicit ComplexBall(Precision p) : precision_(p) { acb_init(value_); }
  explicit ComplexBall(const Ball& x) : ComplexBall(x.precision()) { acb_set_arb(value_, x.raw()); }
  ComplexBall(const Ball& re, const Ball& im) : ComplexBall(std::max(re.precision(), im.precision())) {
    acb_set_arb_arb(value_, re.raw(), im.raw());
  }
  ComplexBall(const ComplexBall& other) : ComplexBall(other.precision_) { acb_set(value_, other.value_); }
  ComplexBall(ComplexBall&& other) noexcept : precision_(other.precision_) {
    acb_init(value_);
    acb_swap(value_, other.value_);
  }
  ComplexBall& operator=(const ComplexBall& other) {
    acb_set(value_, other.value_);
    precision_ = other.precision_;
    return *this;
  }
  ComplexBall& operator=(ComplexBall&& other) noexcept {
    acb_swap(value_, other.value_);
    precision_ = other.precision_;
    return *this;
  }
  ~ComplexBall() { acb_clear(value_); }

  /// The whole plane: what a function gives where it is not proved to be analytic.
  [[nodiscard]] static ComplexBall whole_plane(Precision p) {
    return {Ball::whole_line(p), Ball::whole_line(p)};
  }

  [[nodiscard]] Precision precision() const { return precision_; }
  [[nodiscard]] Ball real() const { return part(acb_realref(value_)); }
  [[nodiscard]] Ball imaginary() const { return part(acb_imagref(value_)); }
  /// The imaginary part is exactly zero.
  [[nodiscard]] bool is_real() const { return acb_is_real(value_) != 0; }

  [[nodiscard]] acb_struct* raw() { return value_; }
  [[nodiscard]] const acb_struct* raw() const { return value_; }

 private:
  [[nodiscard]] Ball part(const arb_struct* x) const {
    Ball r(precision_);
    arb_set(r.raw(), x);
    return r;
  }

  acb_t value_;
  Precision precision_;
};

}  // namespace ntkcert
