#pragma once

#include <memory>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/ball/magnitude.hpp"

namespace ntkcert {

class PowerCoefficients;
class PowerRecurrence;
class PowerStarts;

/// Upper bounds of the coefficients λ_k(ρ^p) that PowerCoefficients has not reached, a block of kBlock after
/// another, from the last one it has (docs/theory.md, "Powers of an affine function").
class PowerEnvelope {
 public:
  /// Of those after the present block of `powers`, which has one.
  explicit PowerEnvelope(const PowerCoefficients& powers);
  /// Bounds the first block to come, then the second, and so on; ≤ supremum_beyond() all of them.
  [[nodiscard]] Magnitude next();

 private:
  Magnitude moment_ratio(unsigned long n) const;

  unsigned long degree_;
  unsigned long moment_dimension_;  // D
  Magnitude slope_;                 // α
  Magnitude offset_;                // β
  bool nonnegative_;                // ρ ≥ 0, that is α ≤ β
  Magnitude supremum_;
  Magnitude bound_;  // of λ_k(ρ^P)
  unsigned long n_;  // P − k, even
};

/// The powers ρ^p of ρ(u) = αu + β, α + β = 1, 0 < α ≤ 1, as zonal kernels on S^{d−1}: their Funk–Hecke
/// coefficients λ_k(ρ^p) = c_d∫_{−1}^{1} ρ(u)^p P_k(u)(1−u²)^{(d−3)/2}du of one degree k, for p = k, k+1, …
/// in blocks. All are ≥ 0; they are zero for p < k (and, if β = 0, for p − k odd).
class PowerCoefficients {
 public:
  static constexpr long kBlock = 64;

  /// Each coefficient gets a relative error of at most 2^{−bits}, or is exactly zero: only positive terms are
  /// added. With D = d + 2k, n = p − k and m_n = ∫ρ^n over the uniform measure of S^{D−1},
  ///   λ_k(ρ^p) = α^k/(d(d+2)…(d+2k−2)) · p!/(p−k)! · m_n
  /// (Rodrigues' formula, k integrations by parts), and integrating the derivative of (1−u²)^{(D−1)/2}ρ^n
  /// gives
  ///   (D−1+n)m_{n+1} = (D−1+2n)βm_n + n(α−β)m_{n−1}.
  /// For α < β that recurrence subtracts; there δ_n = m_n − (β−α)m_{n−1} ≥ 0 obeys
  ///   (D−1+n)δ_{n+1} = (D−1)αm_n + nδ_n,  m_{n+1} = (β−α)m_n + δ_{n+1}.
  /// Throws InvalidInput for d or k out of range or α outside (0, 1].
  PowerCoefficients(long dimension, long degree, const Rational& alpha, Precision p);
  /// The same; for many degrees in rising order, which share `starts(dimension, alpha, p)`.
  PowerCoefficients(PowerStarts& starts, long degree, Precision p);
  /// Throws as the first constructor does.
  [[nodiscard]] static PowerStarts starts(long dimension, const Rational& alpha, Precision p);
  PowerCoefficients(const PowerCoefficients&) = delete;
  PowerCoefficients& operator=(const PowerCoefficients&) = delete;
  ~PowerCoefficients();

  /// Goes to the next block, from p = k on at first; throws Exhausted beyond p = 2^24.
  void advance();
  /// The present block: p = begin(), …, end()−1 = begin()+kBlock−1; empty before the first advance().
  [[nodiscard]] long begin() const { return begin_; }
  [[nodiscard]] long end() const { return end_; }
  [[nodiscard]] const BallArray& block() const { return block_; }
  /// An upper bound of sup_{p ≥ end()} λ_k(ρ^p): at most 1/N(d,k), as Σ_k λ_k(ρ^p)N(d,k) = ρ(1)^p = 1; and
  /// from the last coefficients once they are proved to fall (docs/theory.md, "Powers of an affine
  /// function").
  [[nodiscard]] Ball supremum_beyond() const;
  /// The present block's last coefficient with p − k even.
  [[nodiscard]] const Ball& last() const { return last_; }

 private:
  friend class PowerEnvelope;

  PowerCoefficients(std::unique_ptr<PowerStarts> own, long degree, Precision p);

  static constexpr long kGuardBits = 29;

  long dimension_;
  long degree_;
  Rational alpha_;
  Precision precision_;
  std::unique_ptr<PowerRecurrence> recurrence_;
  BallArray block_;
  long begin_;
  long end_;
  Ball by_trace_;
  Ball last_;  ///< the coefficient of last_even_
  long last_even_ = 0;
  Integer falls_from_;
};

}  // namespace ntkcert
