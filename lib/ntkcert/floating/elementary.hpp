#pragma once

#include <array>
#include <cstddef>

#include "ntkcert/floating/lanes.hpp"

/// Elementary functions whose rounding is bounded by proof. Each formula is a template over the number type:
/// with Lanes it is what a run executes; with a running error bound and with power series in balls it is what
/// tests/floating/test_elementary.cpp certifies, over the whole range of the argument. The proved bounds are
/// in elementary_bounds.hpp. No branches, no tables, nothing from the C library.
namespace ntkcert::floating {

/// (1/2!, …, 1/17!), rounded.
inline constexpr auto kInverseFactorials = [] {
  std::array<double, 16> c{};
  double factorial = 1;  // exact up to 18!
  for (std::size_t k = 0; k < c.size(); ++k) {
    factorial *= static_cast<double>(k + 2);
    c[k] = 1 / factorial;
  }
  return c;
}();

/// e^r for |r| ≤ kLargestReduced by Taylor's polynomial of degree 17.
template <typename T>
NTKCERT_INLINE T exp_reduced(const T& r) {
  T sum = r * kInverseFactorials.back() + kInverseFactorials[kInverseFactorials.size() - 2];
  for (std::size_t k = kInverseFactorials.size() - 2; k-- > 0;) {
    sum = sum * r + kInverseFactorials[k];
  }
  return (sum * r * r + r) + 1.0;
}

/// 1 − tanh(x) from e = e^{−2x}, x ≥ 0.
template <typename T>
NTKCERT_INLINE T tanh_complement(const T& e) {
  return e * 2.0 / (e + 1.0);
}

/// log(1 + e) for 0 ≤ e ≤ 1: 2 artanh(t), t = e/(2 + e) ≤ 1/3, Σ t^{2j+1}/(2j+1) up to j = 17.
template <typename T>
NTKCERT_INLINE T log_one_plus(const T& e) {
  const T t = e / (e + 2.0);
  const T square = t * t;
  constexpr int kTerms = 17;
  T sum = square * (1.0 / (2 * kTerms + 1));
  for (int j = kTerms - 1; j >= 1; --j) {
    sum = (sum + 1.0 / (2 * j + 1)) * square;
  }
  return (sum * t + t) * 2.0;
}

/// e^{a²}erfc(a) for 0 ≤ a ≤ 6 by a polynomial in y = (3 − 2a)/(3 + a), interpolated at Chebyshev's nodes.
inline constexpr std::array kScaledErfc{
    0x1.494daffa2ad68p-2,   0x1.78fcb94cd6453p-2,  0x1.9c8bf9b17522bp-3,  0x1.4e57f36538ec0p-4,
    0x1.7de1eeee23a54p-6,   0x1.034535e549438p-8,  0x1.26207b531b7b0p-14, -0x1.0aaec237aea04p-13,
    -0x1.fc7a2604924c5p-17, 0x1.302d7f381b4eap-18, 0x1.b3d604c765714p-21, -0x1.e89eabaf12abfp-23,
    -0x1.2b0632ce79defp-25, 0x1.f04013b8d3c22p-27, 0x1.cc46f802f5a82p-31, -0x1.fe0c064cbd13bp-31,
    0x1.db913dc49ca68p-35,  0x1.803c0372b991ep-35, -0x1.0a8195979fff3p-37};
template <typename T>
NTKCERT_INLINE T scaled_erfc(const T& a) {
  const T y = (a * -2.0 + 3.0) / (a + 3.0);
  T sum = y * kScaledErfc.back() + kScaledErfc[kScaledErfc.size() - 2];
  for (std::size_t k = kScaledErfc.size() - 2; k-- > 0;) {
    sum = sum * y + kScaledErfc[k];
  }
  return sum;
}

inline constexpr double kLogTwoHigh = 0x1.62e42feep-1;
inline constexpr double kLogTwoLow = 0x1.a39ef35793c76p-33;
inline constexpr double kInverseLogTwo = 0x1.71547652b82fep0;
inline constexpr double kLargestReduced = 0.69315;
inline constexpr double kLeastExponent = -690;
inline constexpr double kRootHalf = 0x1.6a09e667f3bcdp-1;
inline constexpr double kErfSlope = 0x1.20dd750429b6dp0;        // 2/√π
inline constexpr double kNormalDensity = 0x1.9884533d43651p-2;  // 1/√(2π)
inline constexpr double kFarErfc = 6;
inline constexpr double kFarRoot = 26;

/// e^{−x} for x ≥ 0; for x > 690 it is e^{−690}. k with |k + x/log 2| ≤ 1 + 2^{−40} in every rounding mode.
NTKCERT_INLINE Lanes exp_of_minus(const Lanes& x) {
  constexpr double kShift = 0x1.8p52;
  const Lanes argument = -smaller(x, broadcast(-kLeastExponent));
  const Lanes shifted = argument * kInverseLogTwo + kShift;
  const Lanes k = shifted - kShift;
  const Lanes r = (argument - k * kLogTwoHigh) - k * kLogTwoLow;
  // Adds k to the exponent.
  return from_bits(bits_of(exp_reduced(r)) + (bits_of(shifted) << 52));
}

NTKCERT_INLINE Lanes tanh(const Lanes& z) {
  return with_sign(1.0 - tanh_complement(exp_of_minus(absolute(z) * 2.0)), z);
}

/// 1/(1 + e^{−z}) and log(1 + e^z).
NTKCERT_INLINE void logistic_and_softplus(const Lanes& z, Lanes& logistic, Lanes& softplus) {
  const Lanes e = exp_of_minus(absolute(z));
  logistic = (z < 0.0 ? e : broadcast(1)) / (e + 1.0);
  softplus = (z > 0.0 ? z : broadcast(0)) + log_one_plus(e);
}

/// erf(z) and erf'(z) = (2/√π)e^{−z²}.
NTKCERT_INLINE void erf_and_slope(const Lanes& z, Lanes& erf, Lanes& slope) {
  const Lanes a = smaller(absolute(z), broadcast(kFarRoot));
  const Lanes e = exp_of_minus(a * a);
  erf = with_sign(1.0 - e * scaled_erfc(smaller(a, broadcast(kFarErfc))), z);
  slope = e * kErfSlope;
}

/// Φ(z) and φ(z) = Φ'(z) of the standard normal distribution.
NTKCERT_INLINE void normal_distribution(const Lanes& z, Lanes& distribution, Lanes& density) {
  const Lanes a = smaller(absolute(z), broadcast(kFarRoot));
  const Lanes e = exp_of_minus(a * a * 0.5);
  const Lanes rest = e * scaled_erfc(smaller(a * kRootHalf, broadcast(kFarErfc))) * 0.5;
  distribution = z < 0.0 ? rest : 1.0 - rest;
  density = e * kNormalDensity;
}

}  // namespace ntkcert::floating
