#pragma once

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert {

/// The normalised Hermite coefficients a_p = E[σ(√q Z)He_p(Z)]/√p!, Z standard normal, of an activation for
/// which they fall fast enough to sum: the dual activations are power series of them (see DualActivation).
class HermiteSeries {
 public:
  explicit HermiteSeries(Ball variance) : variance_(std::move(variance)) {}
  HermiteSeries(const HermiteSeries&) = delete;
  HermiteSeries& operator=(const HermiteSeries&) = delete;
  virtual ~HermiteSeries() = default;

  [[nodiscard]] const Ball& variance() const { return variance_; }
  [[nodiscard]] Precision precision() const { return variance_.precision(); }

  /// Encloses a_p² for 0 ≤ p < length, each with a relative error of about length·2^{−precision}; a
  /// coefficient that is zero is exactly so.
  [[nodiscard]] virtual BallArray squares(long length) const = 0;
  /// An upper bound of Σ_{p ≥ length}(1+p)a_p²; infinite where the bound is not proved (small length).
  [[nodiscard]] virtual Ball tail(long length) const = 0;

  /// Some length, near the smallest, with tail(length) ≤ tolerance; throws Exhausted if none below 2^24 has.
  [[nodiscard]] long length_for(const Ball& tolerance) const;

 private:
  Ball variance_;
};

}  // namespace ntkcert
