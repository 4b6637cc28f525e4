#include "ntkcert/floating/outward_decimal.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ntkcert {
namespace {

/// Digits after the leading one: 18 make any double exact to 10^{−17} of itself.
constexpr int kMostDigits = 17;
/// The share of the radius that printing may add.
constexpr double kShare = 0x1p-5;

}  // namespace

OutwardDecimals outward_decimals(double centre, UpperBound radius) {
  // |c| + r, and twice as much to spare.
  const UpperBound size = 2 * (UpperBound(std::abs(centre)) + radius);
  if (!size.is_finite()) {
    return {"-inf", "inf"};
  }
  if (centre == 0 && radius.value() == 0) {
    return {"0", "0"};
  }
  // y printed with d digits after the leading one is off by at most |y|10^{−d}/2 ≤ slack.
  int digits = 0;
  UpperBound slack = size;
  while (digits < kMostDigits && slack.value() > kShare * radius.value()) {
    ++digits;
    slack = slack * UpperBound(0.1 * (1 + 0x1p-50));
  }
  const UpperBound reach = radius + slack;
  // What is added covers the rounding of the sum.
  const double spare = (UpperBound(kUnit) * size + UpperBound(kLeastNormal)).value();
  const double below = (centre - reach.value()) - 2 * spare;
  const double above = (centre + reach.value()) + 2 * spare;
  return {fmt::format("{:.{}e}", below, digits), fmt::format("{:.{}e}", above, digits)};
}

OutwardDecimals nonnegative_decimals(double centre, UpperBound radius) {
  OutwardDecimals result = outward_decimals(centre, radius);
  if (result.lower.starts_with('-')) {
    result.lower = "0";
  }
  return result;
}

}  // namespace ntkcert
