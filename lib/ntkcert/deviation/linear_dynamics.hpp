#pragma once

#include <memory>
#include <vector>

#include "ntkcert/flow/spectral_basis.hpp"
#include "ntkcert/matrix/matrix.hpp"

namespace ntkcert {

/// A matrix of doubles near each symmetric one in an enclosure: ‖G − doubles‖_F ≤ error.
struct RoundedMatrix {
  LaneMatrix doubles;
  UpperBound error;
};
/// Throws Exhausted for an entry beyond the range of doubles.
[[nodiscard]] RoundedMatrix rounded(const Matrix& g);

/// e^{−Gt}r̂_0 in doubles, whole steps at a time, for a symmetric positive semidefinite G that is known up to
/// an error: in the coordinates of an approximate eigenbasis (docs/theory.md, Lemma 15). The radius grows
/// with t·‖error‖|r̂_0|.
class LinearDynamics {
 public:
  /// ‖G − g.doubles‖ ≤ g.error, |r̂_0 − residual| ≤ residual_error (Euclidean); steps get `points` control
  /// points, 2 to
  /// 24. Throws as SpectralBasis does.
  LinearDynamics(const RoundedMatrix& g, const std::vector<double>& residual, UpperBound residual_error,
                 long points);

  [[nodiscard]] const SpectralBasis& basis() const { return basis_; }
  /// On [start, start + length].
  [[nodiscard]] ControlPoints on_step(const Dyadic& start, double length) const;

 private:
  SpectralBasis basis_;
  UpperBound matrix_error_;  // ‖G − UD₊Uᵀ‖, D₊ the eigenvalues, negative ones replaced by 0
  LaneMatrix transposed_;    // Vᵀ
  std::vector<double> coordinates_;  // Vᵀr̂_0, rounded
  UpperBound size_;                  // |r̂_0|
  UpperBound start_error_;           // of what the coordinates stand for
  long points_;
  std::vector<double> powers_;
};

}  // namespace ntkcert
