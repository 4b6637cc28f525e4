#pragma once

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/ball_array.hpp"

namespace ntkcert {

/// The powers ρ^p of ρ(u) = αu + β, α + β = 1, 0 < α ≤ 1, as zonal kernels on S^{d−1}: their Funk–Hecke
/// coefficients λ_k(ρ^p) = c_d∫_{−1}^{1} ρ(u)^p P_k(u)(1−u²)^{(d−3)/2}du of one degree k. All are ≥ 0, and
/// zero for p < k (and, if β = 0, for p − k odd).
class PowerCoefficients {
 public:
  /// The coefficients for p = 0, …, length − 1, with a relative error of some units of 2^{−bits}·p: only
  /// positive terms are added. With D = d + 2k, n = p − k and m_n = ∫ρ^n over the uniform measure of S^{D−1},
  ///   λ_k(ρ^p) = α^k/(d(d+2)…(d+2k−2)) · p!/(p−k)! · m_n
  /// (Rodrigues' formula, k integrations by parts), and integrating the derivative of (1−u²)^{(D−1)/2}ρ^n
  /// gives
  ///   (D−1+n)m_{n+1} = (D−1+2n)βm_n + n(α−β)m_{n−1}.
  /// For β > α that recurrence subtracts; there δ_n = m_n − (β−α)m_{n−1} ≥ 0 obeys
  ///   (D−1+n)δ_{n+1} = (D−1)αm_n + nδ_n,  m_{n+1} = (β−α)m_n + δ_{n+1}.
  /// Throws InvalidInput for d or k out of range, α outside (0, 1] or length < 1.
  PowerCoefficients(long dimension, long degree, const Rational& alpha, long length, Precision p);

  [[nodiscard]] const BallArray& values() const { return values_; }
  /// An upper bound of sup_{p ≥ length} λ_k(ρ^p): at most 1/N(d,k), as Σ_k λ_k(ρ^p)N(d,k) = ρ(1)^p = 1; and
  /// from the last coefficients once they are proved to fall (docs/theory.md, "Powers of an affine
  /// function").
  [[nodiscard]] Ball supremum_beyond() const;

 private:
  [[nodiscard]] Ball leading_coefficient() const;
  void fill_weak_bias();
  void fill_strong_bias();

  long dimension_;
  long degree_;
  Rational alpha_;
  Precision precision_;
  BallArray values_;
};

}  // namespace ntkcert
