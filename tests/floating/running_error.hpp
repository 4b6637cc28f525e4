#pragma once

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/floating/upper_bound.hpp"

namespace ntkcert::testing {

inline const Precision kRunningPrecision(80);

inline Ball exact_double(double x) { return Ball::from_double(x, kRunningPrecision); }

/// An argument or result of a floating-point evaluation on a subinterval: what it is in exact arithmetic (an
/// enclosure of all values) and a bound of the absolute error that rounding has made so far.
struct RunningError {
  Ball value;
  Ball error;

  [[nodiscard]] static RunningError exact(double lower, double upper) {
    return {Ball::interval(Dyadic::from_double(lower), Dyadic::from_double(upper), kRunningPrecision),
            Ball(kRunningPrecision)};
  }
  [[nodiscard]] static RunningError constant(double x) { return {exact_double(x), Ball(kRunningPrecision)}; }

  [[nodiscard]] Ball size() const { return Ball(value.magnitude(), kRunningPrecision); }
  /// One more rounding.
  [[nodiscard]] static RunningError rounded(const Ball& value, const Ball& propagated) {
    const Ball size(value.magnitude(), kRunningPrecision);
    const Ball error = propagated + exact_double(kUnit) * (size + propagated) + exact_double(kLeastNormal);
    return {value, Ball(error.upper(), kRunningPrecision)};
  }

  friend RunningError operator+(const RunningError& a, const RunningError& b) {
    return rounded(a.value + b.value, a.error + b.error);
  }
  friend RunningError operator-(const RunningError& a, const RunningError& b) {
    return rounded(a.value - b.value, a.error + b.error);
  }
  friend RunningError operator*(const RunningError& a, const RunningError& b) {
    return rounded(a.value * b.value, a.size() * b.error + b.size() * a.error + a.error * b.error);
  }
  friend RunningError operator/(const RunningError& a, const RunningError& b) {
    const Ball quotient = a.value / b.value;
    const Ball least(b.value.mignitude(), kRunningPrecision);
    return rounded(quotient,
                   (a.error + Ball(quotient.magnitude(), kRunningPrecision) * b.error) / (least - b.error));
  }
  friend RunningError operator+(const RunningError& a, double b) { return a + constant(b); }
  friend RunningError operator*(const RunningError& a, double b) { return a * constant(b); }
  friend RunningError operator-(double a, const RunningError& b) { return constant(a) - b; }
};

}  // namespace ntkcert::testing
