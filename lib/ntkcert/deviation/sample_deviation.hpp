#pragma once

#include <span>
#include <vector>

#include "ntkcert/deviation/eigenbasis.hpp"

namespace ntkcert {

/// On one step s = t − start of a flow, in the coordinates of an EigenBasis of a fixed G:
/// deviation ε_t = r̂_t − e^{−cGt}r̂_0 and driver d_t = (G − G_t)r̂_t = G r̂_t + ∂_t r̂_t.
struct DeviationStep {
  Dyadic start;
  Dyadic length;
  std::vector<TaylorModel> deviation;
  std::vector<TaylorModel> driver;
};

/// The deviation of a flow on the sample from the linear dynamics of a fixed symmetric positive semidefinite
/// G (the limiting or the initial NTK Gram matrix), and what drives it (Bowman and Montúfar, arXiv
/// 2201.04738): r̂' = −G_t r̂ gives ε_t = ∫_0^t e^{−G(t−s)} d_s ds for c = 1. Other c are for statements that
/// are meant to fail. Errors covered: those of the residual models, of the eigenbasis, and of the
/// exponential: with y = Vᵀr̂_0/√n, |⟨e^{−cGt}r̂_0, φ_i⟩_n − e^{−c d_i t}y_i| ≤ |u_i − v_i|‖r̂_0‖_n e^{μ} +
/// η|y|e^{μ} + |v_i|·exponential_error·‖r̂_0‖_n, e^{μ} ≥ ‖e^{−cGt}‖, ‖e^{−cDt}‖.
class SampleDeviation {
 public:
  SampleDeviation(const Matrix& g, Vector initial_residual, const Rational& decay_scale = 1);

  [[nodiscard]] const EigenBasis& basis() const { return basis_; }
  /// From models of r̂_t and ∂_t r̂_t on the step that begins at `start`.
  [[nodiscard]] DeviationStep on_step(const Dyadic& start, std::span<const TaylorModel> residual,
                                      std::span<const TaylorModel> residual_rate) const;

 private:
  Matrix g_;
  EigenBasis basis_;
  Vector initial_residual_;
  Vector initial_coordinates_;  // y, without the basis error
  Rational decay_scale_;
};

/// ε_t = r̂_t − e^{−Gt}r̂_0 in sample coordinates at one time t (a ball), from an enclosure of r̂_t.
[[nodiscard]] Vector deviation_at(const SymmetricEigen& g, const Ball& t, const Vector& residual,
                                  const Vector& initial_residual);

}  // namespace ntkcert
