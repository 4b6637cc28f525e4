#pragma once

#include <cmath>
#include <span>

#include "ntkcert/ball/dyadic.hpp"

#ifdef __FAST_MATH__
#error "the bounds of rounding errors do not hold under -ffast-math"
#endif

namespace ntkcert {

/// The model of floating-point arithmetic, docs/theory.md, "Arithmetic in doubles": one operation ∘ of +, −,
/// ×, /, √ on binary64 gives (a∘b)(1+δ) + η with |δ| ≤ kUnit and |η| ≤ kLeastNormal in each of IEEE 754's
/// rounding modes, with or without subnormal numbers; a fused multiply-add counts as one operation.
inline constexpr double kUnit = 0x1p-52;
inline constexpr double kLeastNormal = 0x1p-1022;

/// An upper bound ≥ 0 of a number, as a double. Every operation enlarges its result by a relative 2^{−49} and
/// an absolute 2^{−960}, which exceeds its rounding and underflow in the model above; the 2^{−960} also
/// covers up to 2^40 underflows in what is bounded. Overflow gives +∞ or NaN: ask is_finite().
class UpperBound {
 public:
  constexpr UpperBound() = default;
  /// An exact number ≥ 0.
  constexpr explicit UpperBound(double exact) : value_(exact) {}
  /// The least double that is not below a number ≥ 0, which is not NaN.
  [[nodiscard]] static UpperBound above(const Dyadic& x);
  /// For a plain sum s of `terms` numbers ≥ 0, each of them the result of at most two operations: the exact
  /// sum is at most s/(1 − γ_{terms+2}), plus underflows.
  [[nodiscard]] static UpperBound of_sum(double sum, long terms);

  [[nodiscard]] constexpr double value() const { return value_; }
  [[nodiscard]] bool is_finite() const { return value_ <= 0x1.fffffffffffffp1023; }

  UpperBound& operator+=(UpperBound b) { return *this = *this + b; }
  UpperBound& operator*=(UpperBound b) { return *this = *this * b; }
  friend UpperBound operator+(UpperBound a, UpperBound b) { return enlarged(a.value_ + b.value_); }
  friend UpperBound operator*(UpperBound a, UpperBound b) { return enlarged(a.value_ * b.value_); }
  /// The divisor is exact and > 0.
  friend UpperBound operator/(UpperBound a, double exact) { return enlarged(a.value_ / exact); }
  friend UpperBound operator*(double exact, UpperBound a) { return UpperBound(exact) * a; }
  friend UpperBound max(UpperBound a, UpperBound b) {
    return b.value_ <= a.value_ || std::isnan(a.value_) ? a : b;
  }
  friend UpperBound sqrt(UpperBound a) { return enlarged(std::sqrt(a.value_)); }

 private:
  friend UpperBound bound_of_dot(std::span<const UpperBound>, const UpperBound*);

  static UpperBound enlarged(double rounded) { return UpperBound(rounded * (1 + 0x1p-49) + 0x1p-960); }

  double value_ = 0;
};

/// γ_k = k·kUnit/(1 − k·kUnit), the bound of a product of k factors 1+δ less 1 (Higham, Accuracy and
/// Stability of Numerical Algorithms, Lemma 3.1).
[[nodiscard]] UpperBound gamma_factor(long k);

/// Σ_j a_j·b_{−j}: `last` points to the factor of a_0, the others come before it.
[[nodiscard]] UpperBound bound_of_dot(std::span<const UpperBound> a, const UpperBound* last);

/// Σ_{k≥from} c_k x^k.
[[nodiscard]] UpperBound bound_of_polynomial(std::span<const UpperBound> c, UpperBound x, long from);

/// x^n.
[[nodiscard]] UpperBound power(UpperBound x, long n);

/// 1/(1 − x); +∞ unless x < 1.
[[nodiscard]] UpperBound reciprocal_of_complement(UpperBound x);

/// e^x: the Taylor polynomial of degree 16 at x/2^s ≤ ½ with its remainder, squared s times; +∞ for x > 512.
[[nodiscard]] UpperBound exp(UpperBound x);

}  // namespace ntkcert
