#pragma once

#include <arf.h>

#include <memory>

#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

/// Lower bounds of λ_k(ρ^p) for p = k, k+1, …, by the recurrences of PowerCoefficients. All terms are ≥ 0 and
/// every operation is rounded down: each value is at most the true one and lacks at most the share
/// (3p+2)·2^{1−w} of it, w the bits asked for; zero is exactly so.
class PowerRecurrence {
 public:
  /// d ≥ 2, k ≥ 0, 0 < α ≤ 1.
  [[nodiscard]] static std::unique_ptr<PowerRecurrence> make(long dimension, long degree,
                                                             const Rational& alpha, long bits);
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
