#pragma once

/// Proved errors of elementary.hpp in the model of upper_bound.hpp, hence in every rounding mode, contracted
/// to fused operations or not: in units of 2^{−53}, for every argument that is a double. Proof:
/// docs/theory.md, "Arithmetic in doubles", and tests/floating/test_elementary.cpp, which certifies each
/// number by subintervals and fails if it is too small or much too large.
namespace ntkcert::floating {

/// Relative, of exp_of_minus for x ≤ 690; absolute errors of what is ≤ 1 are the same number.
inline constexpr double kExpError = 8.9;
/// Absolute.
inline constexpr double kTanhError = 10.6;
inline constexpr double kErfError = 24.8;
inline constexpr double kErfSlopeError = 13.5;
inline constexpr double kLogisticError = 4.8;
/// Without the rounding of the last addition: that is relative to the value.
inline constexpr double kSoftplusError = 10.6;
inline constexpr double kNormalError = 14.5;
inline constexpr double kNormalDensityError = 4.85;

}  // namespace ntkcert::floating
