#include "ntkcert/sphere/power_coefficients.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "ntkcert/sphere/power_recurrence.hpp"

namespace ntkcert {

PowerCoefficients::PowerCoefficients(long dimension, long degree, const Rational& alpha, Precision p)
    : degree_(degree), precision_(p), block_(kBlock), begin_(degree), end_(degree), by_trace_(p), last_(p) {
  check_dimension(dimension);
  check_degree(degree);
  if (!(alpha > 0) || alpha > 1) {
    throw InvalidInput(
        fmt::format("slope {} of a correlation is out of range: accepted are 0 < α ≤ 1", to_text(alpha)));
  }
  recurrence_ = PowerRecurrence::make(dimension, degree, alpha, p.bits() + kGuardBits);
  by_trace_ = 1 / Ball(multiplicity(dimension, degree), p);
  const Rational bound = degree * (degree + (1 - alpha) * (dimension - 1)) / ((dimension - 1) * alpha);
  falls_from_ = degree + Integer(numerator(bound) / denominator(bound));
}

PowerCoefficients::~PowerCoefficients() = default;

/// A value of the recurrence is at most the true one and lacks at most (3p+2)·2^{1−w} of it, w = bits +
/// kGuardBits. Twice that share, which allows for its reference to the computed value, is at most
/// 2^{−bits−1}, because 3(p+1) ≤ 2^{kGuardBits−3} up to kMost.
void PowerCoefficients::advance() {
  if (end_ > PowerRecurrence::kMost - kBlock) {
    throw Exhausted(fmt::format("a power series beyond {} terms: accepted are fewer digits or degrees",
                                PowerRecurrence::kMost));
  }
  begin_ = end_;
  end_ += kBlock;
  for (long i = 0; i < kBlock; ++i) {
    arf_struct* middle = arb_midref(block_.at(i));
    mag_struct* radius = arb_radref(block_.at(i));
    recurrence_->next(middle);
    mag_zero(radius);
    if (arf_is_zero(middle) == 0) {
      mag_set_ui_2exp_si(radius, 1, arf_abs_bound_lt_2exp_si(middle) - precision_.bits() - 1);
    }
  }
  // The last index of the degree's parity: the moments of even order bound all that follow.
  last_even_ = end_ - 1 - (end_ - 1 - degree_) % 2;
  arb_set(last_.raw(), block_.at(last_even_ - begin_));
}

/// From `falls_from_` on, (p−k+1)(d−1)α ≥ k(k+β(d−1)).
Ball PowerCoefficients::supremum_beyond() const {
  return end_ > begin_ && last_even_ >= falls_from_ ? min(by_trace_, 2 * last_) : by_trace_;
}

}  // namespace ntkcert
