#pragma once

#include <vector>

#include "ntkcert/ball/exact.hpp"
#include "ntkcert/matrix/matrix.hpp"
#include "ntkcert/network/samples.hpp"

namespace ntkcert {

/// The ridge harmonic x ↦ coefficient·P_degree(⟨v, x⟩) on S^{d−1}, v = direction/|direction| exactly, P_k the
/// Gegenbauer polynomial of the sphere with P_k(1) = 1.
struct RidgeHarmonic {
  long degree;
  Rational coefficient;
  std::vector<Rational> direction;
};

/// f*(x) = Σ coefficient·P_degree(⟨v, x⟩), a sum of ridge harmonics; an empty sum is 0.
class Target {
 public:
  /// degree < 0, a direction of length other than dim or a direction 0 throws InvalidInput naming the term
  /// (from 1).
  Target(std::vector<RidgeHarmonic> terms, long dim);

  [[nodiscard]] long dim() const { return dim_; }
  [[nodiscard]] const std::vector<RidgeHarmonic>& terms() const { return terms_; }
  /// v of that term (from 0) at precision p.
  [[nodiscard]] Vector unit_direction(std::size_t term, Precision p) const;
  /// f*(x_i), i = 1..n, at the points' precision; points of another dimension throw InvalidInput.
  [[nodiscard]] Vector values(const Points& points) const;

 private:
  std::vector<RidgeHarmonic> terms_;
  long dim_;
};

}  // namespace ntkcert
