#include "ntkcert/sphere/power_coefficients.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "ntkcert/sphere/power_recurrence.hpp"

namespace ntkcert {
namespace {

const Precision kBoundPrecision(64);

}  // namespace

PowerStarts PowerCoefficients::starts(long dimension, const Rational& alpha, Precision p) {
  check_dimension(dimension);
  if (!(alpha > 0) || alpha > 1) {
    throw InvalidInput(
        fmt::format("slope {} of a correlation is out of range: accepted are 0 < α ≤ 1", to_text(alpha)));
  }
  return {dimension, alpha, p.bits() + kGuardBits};
}

PowerCoefficients::PowerCoefficients(long dimension, long degree, const Rational& alpha, Precision p)
    : PowerCoefficients(std::make_unique<PowerStarts>(starts(dimension, alpha, p)), degree, p) {}

PowerCoefficients::PowerCoefficients(std::unique_ptr<PowerStarts> own, long degree, Precision p)
    : PowerCoefficients(*own, degree, p) {}

PowerCoefficients::PowerCoefficients(PowerStarts& starts, long degree, Precision p)
    : dimension_(starts.dimension()),
      degree_(degree),
      alpha_(starts.alpha()),
      precision_(p),
      block_(kBlock),
      begin_(degree),
      end_(degree),
      by_trace_(p),
      last_(p) {
  check_degree(degree);
  recurrence_ = PowerRecurrence::make(starts, degree);
  by_trace_ = 1 / Ball(multiplicity(dimension_, degree), p);
  const Rational bound = degree * (degree + (1 - alpha_) * (dimension_ - 1)) / ((dimension_ - 1) * alpha_);
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

PowerEnvelope::PowerEnvelope(const PowerCoefficients& powers)
    : degree_(static_cast<unsigned long>(powers.degree_)),
      moment_dimension_(static_cast<unsigned long>(powers.dimension_ + 2 * powers.degree_)),
      slope_(Ball(powers.alpha_, kBoundPrecision)),
      offset_(Ball(Rational(1 - powers.alpha_), kBoundPrecision)),
      nonnegative_(2 * powers.alpha_ <= 1),
      supremum_(powers.supremum_beyond()),
      bound_(powers.last_),
      n_(static_cast<unsigned long>(powers.last_even_ - powers.degree_)) {}

/// Bounds m_{n'+2}/m_{n'} for every even n' ≤ n.
Magnitude PowerEnvelope::moment_ratio(unsigned long n) const {
  const unsigned long d = moment_dimension_;
  if (nonnegative_) {
    return pow(std::min(Magnitude(1), offset_ * Magnitude::quotient(d - 1 + 2 * n, d - 1 + n)), 2);
  }
  return (Magnitude(n) + slope_ + offset_ * Magnitude(d)) * Magnitude::quotient(1, n + d);
}

Magnitude PowerEnvelope::next() {
  constexpr unsigned long kLength = PowerCoefficients::kBlock;
  // From P, which is one of the two before the block, its members are at most kLength + 1 steps away.
  const Magnitude step = Magnitude::quotient(n_ + degree_ + 1, n_ + 1);
  const Magnitude two_steps =
      step * Magnitude::quotient(n_ + degree_ + 2, n_ + 2) * moment_ratio(n_ + kLength);
  const Magnitude steps = pow(two_steps, kLength / 2);
  const Magnitude largest = bound_ * std::max(Magnitude(1), steps) * step;
  bound_ *= steps;
  n_ += kLength;
  return std::min(largest, supremum_);
}

}  // namespace ntkcert
