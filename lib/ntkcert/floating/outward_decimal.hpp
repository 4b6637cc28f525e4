#pragma once

#include <string>

#include "ntkcert/floating/upper_bound.hpp"

namespace ntkcert {

/// Decimals lower ≤ c − r and upper ≥ c + r: at most 18 digits, and no more than it takes to be off by r/32.
/// "-inf" and "inf" for what is not finite. No rounding mode is relied on: fmt's conversion with a given
/// number of digits is done in integers.
struct OutwardDecimals {
  std::string lower;
  std::string upper;
};
[[nodiscard]] OutwardDecimals outward_decimals(double centre, UpperBound radius);
/// The same for a number that is not negative: lower ≥ 0.
[[nodiscard]] OutwardDecimals nonnegative_decimals(double centre, UpperBound radius);

}  // namespace ntkcert
