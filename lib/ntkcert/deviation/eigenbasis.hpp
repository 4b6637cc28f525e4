#pragma once

#include <span>
#include <string>
#include <vector>

#include "ntkcert/ball/taylor_model.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"

namespace ntkcert {

/// A spectral projector P of a positive semidefinite Gram matrix G: onto its eigenvectors first..last
/// (ascending eigenvalues), a union of clusters. `rate` is a lower end, ≥ 0, of the eigenvalues in it: ⟨x,
/// Gx⟩ ≥ rate·‖x‖² on ran P.
struct SpectralBlock {
  long first;
  long last;
  Dyadic rate;
  std::string label;  ///< "modes 1..q" or "mode q"; mode 1 has the largest eigenvalue
  [[nodiscard]] long size() const { return last - first + 1; }
};

/// Coordinates ⟨x, φ_i⟩_n = (1/n)Σ_j x_jφ_i(x_j) of vectors on the sample in an orthonormal eigenbasis φ_i =
/// √n·u_i of every symmetric positive semidefinite G in an enclosure (within a cluster: in an orthonormal
/// basis of the invariant subspace). Then ‖Px‖_n² is the sum of the squared coordinates of a block. Error:
/// |⟨x, u_i⟩ − ⟨x, v_i⟩| ≤ |u_i − v_i||x| with SymmetricEigen::vector_error.
class EigenBasis {
 public:
  /// Throws as SymmetricEigen does.
  explicit EigenBasis(const Matrix& g);

  [[nodiscard]] long size() const { return eigen_.size(); }
  [[nodiscard]] const SymmetricEigen& eigen() const { return eigen_; }
  /// |u_i − v_i|.
  [[nodiscard]] const Ball& vector_error(long i) const { return errors_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] Vector coordinates(const Vector& x) const;
  [[nodiscard]] std::vector<TaylorModel> coordinates(std::span<const TaylorModel> x) const;

  /// For each proved gap, the projector onto all eigenvalues above it, and the identity last.
  [[nodiscard]] std::vector<SpectralBlock> top_blocks() const;
  /// The projector of each cluster, largest eigenvalue first.
  [[nodiscard]] std::vector<SpectralBlock> cluster_blocks() const;

 private:
  [[nodiscard]] SpectralBlock block(long first, long last) const;

  SymmetricEigen eigen_;
  Matrix scaled_transpose_;  // Vᵀ/√n
  Ball scale_;               // 1/√n
  Vector errors_;
};

/// Σ_j a_ij x_j for models on one domain; the matrix has as many columns as there are models.
[[nodiscard]] std::vector<TaylorModel> apply(const Matrix& a, std::span<const TaylorModel> x);
/// An upper bound of sup_s |x(s)| (Euclidean).
[[nodiscard]] Ball sup_norm(std::span<const TaylorModel> x);

}  // namespace ntkcert
