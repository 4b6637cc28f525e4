#pragma once

#include <arf.h>

#include <memory>
#include <utility>

#include "ntkcert/ball/dyadic.hpp"
#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

/// Lower bounds of λ_k(ρ^k) = α^k k!/(d(d+2)…(d+2k−2)), which lack at most the share 2k·2^{1−w}, w the bits
/// asked for. A degree's follows from that of any lower one asked for before.
class PowerStarts {
 public:
  /// d ≥ 2, 0 < α ≤ 1.
  PowerStarts(long dimension, Rational alpha, long bits)
      : dimension_(dimension), alpha_(std::move(alpha)), bits_(bits), value_(1) {}

  [[nodiscard]] long dimension() const { return dimension_; }
  [[nodiscard]] const Rational& alpha() const { return alpha_; }
  [[nodiscard]] long bits() const { return bits_; }
  [[nodiscard]] const Dyadic& at(long degree);

 private:
  long dimension_;
  Rational alpha_;
  long bits_;
  long degree_ = 0;
  Dyadic value_;
};

/// Lower bounds of λ_k(ρ^p) for p = k, k+1, …, by the recurrences of PowerCoefficients. All terms are ≥ 0 and
/// every operation is rounded down: each value is at most the true one and lacks at most the share
/// (3p+2)·2^{1−w} of it, w the bits asked for; zero is exactly so.
class PowerRecurrence {
 public:
  /// d, α and w are those of `starts`; k ≥ 0.
  [[nodiscard]] static std::unique_ptr<PowerRecurrence> make(PowerStarts& starts, long degree);
  PowerRecurrence() = default;
  PowerRecurrence(const PowerRecurrence&) = delete;
  PowerRecurrence& operator=(const PowerRecurrence&) = delete;
  virtual ~PowerRecurrence() = default;

  /// Writes the present value, from p = k on at first, and goes on to p+1.
  virtual void next(arf_struct* value) = 0;

  /// The p up to which it may go.
  static constexpr long kMost = 1L << 24;
};

}  // namespace ntkcert
