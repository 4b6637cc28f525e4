#pragma once

#include <vector>

#include "ntkcert/flow/double_gram.hpp"

namespace ntkcert {

/// Approximate eigenvectors of a symmetric matrix of doubles, with proved bounds of what is wrong with them
/// (docs/theory.md, Lemma 12). Approximation: Eigen's tridiagonal QR; the proof by products of parts of the
/// matrices that are exact in doubles.
class SpectralBasis {
 public:
  /// Throws Exhausted if nothing can be proved (an entry is not finite).
  explicit SpectralBasis(const LaneMatrix& g);

  [[nodiscard]] long size() const { return vectors_.rows(); }
  /// V: approximate eigenvectors are the columns, d_i the eigenvalues, ascending.
  [[nodiscard]] const LaneMatrix& vectors() const { return vectors_; }
  [[nodiscard]] const std::vector<double>& values() const { return values_; }
  /// η ≥ ‖VᵀV − I‖_F.
  [[nodiscard]] UpperBound orthogonality_error() const { return eta_; }
  /// ε ≥ ‖G − UDUᵀ‖, U the orthogonal polar factor of V: ‖U − V‖ ≤ η.
  [[nodiscard]] UpperBound backward_error() const { return epsilon_; }

 private:
  LaneMatrix vectors_;
  std::vector<double> values_;
  UpperBound eta_;
  UpperBound epsilon_;
};

/// VᵀG_tV on a step: the points' upper triangles are right, norm_error holds for the symmetric matrices that
/// they stand for. The series lends its threads.
[[nodiscard]] DoubleGram rotated(const SpectralBasis& basis, const DoubleGram& gram,
                                 const DoubleSeries& series);

/// The eigenvalues of G_t, ascending, for each t that `rotated` is about. From any basis: near G_t's own for
/// a tight result. Absolute (Weyl) and relative (Ostrowski) perturbation bounds of VᵀG_tV as a change of a
/// diagonal matrix; Lemma 13.
[[nodiscard]] Enclosures eigenvalue_bounds(const SpectralBasis& basis, const DoubleGram& rotated);

/// ≥ ‖A‖_F.
[[nodiscard]] UpperBound frobenius_norm(const LaneMatrix& a);

}  // namespace ntkcert
