#pragma once

#include "ntkcert/activation/dual.hpp"

namespace ntkcert {

/// The dual of an even or an odd activation as an elementary function of ρ: value and derivative are power
/// series in ρ with nonnegative coefficients, one even and one odd, so each is monotone on [0, 1], and its
/// modulus at a complex ρ is at most its value at |ρ|.
class ClosedDual : public DualActivation {
 public:
  using DualActivation::DualActivation;

  [[nodiscard]] DualPair<Ball> at(const Ball& correlation) const final;
  [[nodiscard]] DualPair<ComplexBall> at_angle(const ComplexBall& angle) const final;
  [[nodiscard]] bool has_continuation() const final { return true; }
  [[nodiscard]] DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const final;

 protected:
  /// Encloses both for every ρ of the ball; whole lines where the power series may diverge.
  [[nodiscard]] virtual DualPair<Ball> real(const Ball& correlation) const = 0;
  /// The same at complex ρ; whole planes where there is no continuation.
  [[nodiscard]] virtual DualPair<ComplexBall> complex(const ComplexBall& correlation) const = 0;
};

}  // namespace ntkcert
