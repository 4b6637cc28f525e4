#pragma once

#include <string>
#include <string_view>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// The largest decimal of `digits` significant digits that is ≤ value, and the smallest that is ≥ value, in
/// the form "-1.25e-7" ("0" for zero, "inf"/"-inf"). MPFR's correctly rounded conversion; digits ≥ 1.
[[nodiscard]] std::string decimal_below(const Dyadic& value, long digits);
[[nodiscard]] std::string decimal_above(const Dyadic& value, long digits);

/// An enclosure as decimals: lower ≤ x ≤ upper and |x − middle| ≤ radius for every x of the ball. `lower` and
/// `upper` have `digits` significant digits, `middle` likewise, `radius` has 3, rounded up and measured from
/// the printed middle. An exact zero is "0" four times; an unbounded ball has "-inf", "inf", "0", "inf".
struct DecimalEnclosure {
  std::string lower;
  std::string upper;
  std::string middle;
  std::string radius;
};
[[nodiscard]] DecimalEnclosure decimal_enclosure(const Ball& x, long digits);

/// The longest decimal of at most `digits` significant digits to which every x of the ball rounds (to
/// nearest): all its digits are correct. "0" for an exact zero, empty if not even one digit is common.
[[nodiscard]] std::string correct_decimal(const Ball& x, long digits);

/// Lossless text of a ball ("midpoint radius", each as Dyadic::to_hex), and back at precision `p`.
[[nodiscard]] std::string dump(const Ball& x);
[[nodiscard]] Ball load(std::string_view text, Precision p);

}  // namespace ntkcert
