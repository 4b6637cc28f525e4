#pragma once

#include <vector>

#include "ntkcert/matrix/matrix.hpp"

namespace ntkcert {

/// Consecutive eigenvalues (indices first..last, ascending order) that are proved to be separated from all
/// others; `gap` is a lower bound of the distance. Within a cluster of more than one, eigenvectors are not
/// resolved; the invariant subspace is.
struct SpectralCluster {
  long first;
  long last;
  Dyadic gap;
  [[nodiscard]] long size() const { return last - first + 1; }
};

/// A verified eigendecomposition of every symmetric matrix G in an enclosure: approximate eigenvectors v_i
/// (exact dyadic columns of V), approximate eigenvalues d_i (exact), and proved bounds of what is wrong with
/// them.
///
/// Lemma E. Let η ≥ ‖VᵀV − I‖, η < 1, D = diag(d), and let U be the orthogonal polar factor of V. Then ‖U −
/// V‖ ≤ η and ‖G − UDUᵀ‖ ≤ ε := (‖GV − VD‖ + 2η‖D‖)/(1 − η). Hence (Weyl) the i-th eigenvalue of G is within
/// ε of d_i, and (Davis and Kahan, sin Θ theorem) the projectors onto a cluster with gap δ differ by at most
/// ε/δ. Proof. V = UH with H = (VᵀV)^{1/2}; |√(1+x) − 1| ≤ |x| gives ‖H − I‖ ≤ η, and ‖H⁻¹‖ ≤ (1−η)^{−1/2}.
/// GU − UD = (GV − VD)H⁻¹ + U((H − I)D − D(H − I))H⁻¹. ∎
class SymmetricEigen {
 public:
  /// `g`: a square enclosure; G is any symmetric matrix in it. Approximation: Eigen's tridiagonal QR in
  /// double, then Jacobi sweeps at the precision of `g` (quadratic convergence). Throws Exhausted if nothing
  /// can be verified (an unbounded entry, η ≥ 1/2) and InvalidInput if `g` is not square or cannot be
  /// symmetric.
  explicit SymmetricEigen(const Matrix& g);

  [[nodiscard]] long size() const { return static_cast<long>(values_.size()); }
  [[nodiscard]] Precision precision() const { return vectors_.precision(); }
  /// Enclosures of the eigenvalues of G, ascending.
  [[nodiscard]] Ball eigenvalue(long i) const;
  /// d_i and column i of V.
  [[nodiscard]] const Dyadic& approximate_value(long i) const { return values_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] Vector approximate_vector(long i) const;
  [[nodiscard]] const Matrix& approximate_vectors() const { return vectors_; }
  /// Upper bounds of ‖VᵀV − I‖ (η) and of ‖G − UDUᵀ‖ (ε) in Lemma E.
  [[nodiscard]] const Ball& orthogonality_error() const { return eta_; }
  [[nodiscard]] const Ball& backward_error() const { return epsilon_; }
  /// All clusters, ascending; they partition the spectrum.
  [[nodiscard]] const std::vector<SpectralCluster>& clusters() const { return clusters_; }
  /// For each cluster there is an orthonormal basis u_i of the exact invariant subspace of G with
  /// |u_i − v_i| ≤ η + √2·ε/gap (‖PU_c‖'s polar factor is within 2 sin(θ/2) ≤ √2 sin θ of U_c); an
  /// eigenvector if the cluster has size one. Infinite for gap 0 never occurs: a single cluster has no
  /// outside and error η.
  [[nodiscard]] Ball vector_error(const SpectralCluster& cluster) const;
  /// An upper bound of ‖e^{−Gt} − V e^{−Dt} Vᵀ‖ for every t in the ball (t ≥ 0):
  /// (t·ε + 2η + η²)·e^{tμ}, μ = max(0, ε − d_0).
  /// Proof. Duhamel gives ‖e^{−Gt} − e^{−UDUᵀt}‖ ≤ t ε e^{tμ}; then ‖U − V‖ ≤ η twice. ∎
  [[nodiscard]] Ball exponential_error(const Ball& t) const;

 private:
  Matrix vectors_;
  std::vector<Dyadic> values_;
  Ball eta_;
  Ball epsilon_;
  std::vector<SpectralCluster> clusters_;
};

/// Encloses e^{−Gt} for every symmetric G of the enclosure and every t ≥ 0 of the ball.
[[nodiscard]] Matrix exponential(const SymmetricEigen& g, const Ball& t);

}  // namespace ntkcert
