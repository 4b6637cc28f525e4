#pragma once

#include <vector>

#include "ntkcert/sphere/power_coefficients.hpp"

namespace ntkcert::testing {

/// λ_k(ρ^p) for 0 ≤ p < length.
inline std::vector<Ball> power_coefficient_list(long d, long k, const Rational& alpha, long length,
                                                Precision precision) {
  std::vector<Ball> list(static_cast<std::size_t>(length), Ball(precision));
  PowerCoefficients powers(d, k, alpha, precision);
  while (powers.end() < length) {
    powers.advance();
    for (long p = powers.begin(); p < std::min(powers.end(), length); ++p) {
      arb_set(list[static_cast<std::size_t>(p)].raw(), powers.block().at(p - powers.begin()));
    }
  }
  return list;
}

}  // namespace ntkcert::testing
