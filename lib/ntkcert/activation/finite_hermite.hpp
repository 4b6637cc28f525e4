#pragma once

#include <span>
#include <vector>

#include "ntkcert/activation/hermite_series.hpp"
#include "ntkcert/ball/exact.hpp"

namespace ntkcert {

/// A polynomial as Σ_j (f_j/j!)·b_j, b_j = x^j for Basis::powers or b_j = He_j (probabilists' Hermite) for
/// Basis::hermite. With e^{sx} = Σ x^js^j/j! and e^{sx−s²/2} = ΣHe_j s^j/j! one finds, Z standard normal and
/// e = 0 or 1 by basis,
///   σ(√q x) = Σ_r (q^{r/2}/r!)·T_r(q−e)·He_r(x),  σ(x) = Σ_r T_r(−e)/r!·x^r,  T_r(y) =
///   Σ_m f_{r+2m}y^m/(2^m m!).
enum class Basis { powers, hermite };

/// T_r(y).
[[nodiscard]] Ball shifted_coefficient(std::span<const Ball> f, long r, const Ball& y);

/// a_p² = (q^p/p!)T_p(q−e)²: absolute accuracy, as the terms of T_p may cancel. The tail is summed.
class FiniteHermite final : public HermiteSeries {
 public:
  FiniteHermite(const Ball& variance, Basis basis, std::vector<Ball> f);
  [[nodiscard]] BallArray squares(long length) const override;
  [[nodiscard]] Ball tail(long length) const override;

 private:
  BallArray squares_;
};

}  // namespace ntkcert
