#pragma once

#include <algorithm>
#include <vector>

#include "ntkcert/sphere/power_coefficients.hpp"

namespace ntkcert::testing {

inline Rational factorial(long n) { return n < 2 ? Rational(1) : n * factorial(n - 1); }

/// λ_k(u^j) = j!/(2^j((j−k)/2)!)·Γ(d/2)/Γ((j+k+d)/2), zero unless j ≥ k and j ≡ k (mod 2).
inline Rational monomial_coefficient(long d, long k, long j) {
  if (j < k || (j - k) % 2 != 0) {
    return 0;
  }
  Rational value = factorial(j) / factorial((j - k) / 2);
  for (long i = 0; i < j; ++i) {
    value /= 2;
  }
  for (long i = 0; i < (j + k) / 2; ++i) {
    value /= Rational(d + 2 * i, 2);
  }
  return value;
}

/// λ_k((αu+β)^p), expanded in monomials.
inline Rational exact_power_coefficient(long d, long k, const Rational& alpha, long p) {
  std::vector<Rational> monomials{1};
  for (long i = 0; i < p; ++i) {
    std::vector<Rational> next(monomials.size() + 1, Rational(0));
    for (std::size_t j = 0; j < monomials.size(); ++j) {
      next[j] += monomials[j] * (1 - alpha);
      next[j + 1] += monomials[j] * alpha;
    }
    monomials = std::move(next);
  }
  Rational sum = 0;
  for (std::size_t j = 0; j < monomials.size(); ++j) {
    sum += monomials[j] * monomial_coefficient(d, k, static_cast<long>(j));
  }
  return sum;
}

/// Slopes α of every kind.
inline const std::vector<Rational>& short_slopes() {
  static const std::vector<Rational> list{Rational(1),    Rational(1, 2),  Rational(2, 3),
                                          Rational(1, 3), Rational(1, 50), Rational(49, 50)};
  return list;
}

/// And fractions of many digits.
inline const std::vector<Rational>& slopes() {
  static const std::vector<Rational> list = [] {
    std::vector<Rational> all = short_slopes();
    const Integer denominator("123456789012345678901");
    all.emplace_back(Integer("67890123456789012345"), denominator);
    all.emplace_back(Integer("23456789012345678901"), denominator);
    return all;
  }();
  return list;
}

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
