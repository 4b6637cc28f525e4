#pragma once

#include <optional>

#include "ntkcert/ball/truth.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"

namespace ntkcert {

/// Whether λ_k decreases strictly along the listed degrees of one parity, those proved to be zero left out;
/// `no` if two neighbours prove that it does not. `degree` is the smaller one of the first pair that fails,
/// or else of the first that is not decided (its enclosures overlap).
struct Monotonicity {
  Truth decreasing;
  std::optional<long> degree;
};
[[nodiscard]] Monotonicity monotonicity(const Spectrum& spectrum, long parity);

/// C₁ ≤ λ_k·k^s ≤ C₂ for the listed degrees k ≥ 1 of one parity, those proved to be zero left out: C₁ = inf
/// and C₂ = sup over the enclosures. It says nothing of other degrees.
struct DecayBracket {
  Dyadic lower;
  Dyadic upper;
};
/// Empty if no degree is left.
[[nodiscard]] std::optional<DecayBracket> decay_bracket(const Spectrum& spectrum, long parity,
                                                        const Rational& exponent);

/// Encloses Σ_k N(d,k)λ_k/(λ_k + τ) over all degrees, the effective dimension of kernel ridge regression at
/// the ridge τ > 0 (Zhang, Neural Computation 17, 2005): the listed degrees, and [0, tail/τ] for the others.
/// Throws InvalidInput for τ ≤ 0.
[[nodiscard]] Ball effective_dimension(const Spectrum& spectrum, const Rational& ridge);

/// Encloses log(1/ε)/λ_k, the time at which e^{−λ_k t} is ε; the whole line for λ_k = 0. Throws InvalidInput
/// unless 0 < ε < 1.
[[nodiscard]] Ball learning_time(const Eigenvalue& eigenvalue, const Rational& epsilon, Precision p);

/// The spectrum up to the first degree K whose tail Σ_{k>K}λ_kN(d,k) is at most ε.
struct SpectrumUntil {
  Spectrum spectrum;  ///< degrees 0..K
  bool least;         ///< the tail beyond K − 1 is proved to be larger than ε (true for K = 0)
};
/// The request's degrees do not count. Doubles the number of degrees until the tail is small enough, at as
/// many digits as κ(1)/ε asks for. Throws InvalidInput for ε ≤ 0, Exhausted if more than `most` degrees would
/// be needed or the precision limit is met before.
[[nodiscard]] SpectrumUntil eigenvalues_until(EigenvalueRequest request, const Rational& epsilon, long most);

/// Both lists in one: degrees of `first`, then of `second`, which must be spectra of one kernel in one
/// dimension with no degree in common.
[[nodiscard]] Spectrum joined(Spectrum first, const Spectrum& second);

}  // namespace ntkcert
