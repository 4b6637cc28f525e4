#pragma once

#include <span>
#include <vector>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Points u_i of the sphere S^{d−1} and tangents v_i ⊥ u_i there; an empty tangent is 0. The enclosures stand
/// for exact vectors with |u_i| = 1 and ⟨u_i, v_i⟩ = 0.
struct ZonalFrame {
  long dimension;
  std::vector<std::vector<Ball>> points;
  std::vector<std::vector<Ball>> tangents;
};

/// The spherical harmonic of degree k
///   h(x) = N(d,k)·Σ_i [α_iP_k(⟨u_i, x⟩) + τ_iP_k'(⟨u_i, x⟩)⟨v_i, x⟩],  P_k(1) = 1,
/// on a frame; `value` holds the α_i, `tangent` the τ_i.
struct ZonalHarmonic {
  long degree;
  std::vector<Ball> value;
  std::vector<Ball> tangent;

  /// On one frame and of one degree.
  friend ZonalHarmonic operator+(ZonalHarmonic a, const ZonalHarmonic& b);
  friend ZonalHarmonic operator-(ZonalHarmonic a, const ZonalHarmonic& b);
  friend ZonalHarmonic operator*(const Ball& c, ZonalHarmonic a);
};

/// Encloses the norms ‖h‖ in L² of the uniform probability measure. With C = ⟨u_i, u_j⟩,
///   ‖h‖² = N(d,k)·Σ_{ij} [α_iα_jP_k(C) + 2α_iτ_jP_k'(C)⟨u_i, v_j⟩
///                          + τ_iτ_j(P_k''(C)⟨v_i, u_j⟩⟨u_i, v_j⟩ + P_k'(C)⟨v_i, v_j⟩)]
/// (docs/theory.md, "Network functions on the sphere"), or, where that is estimated to cost less, by the
/// coordinates Σ_i[α_iY(u_i) + τ_iDY(u_i)[v_i]] in a HarmonicBasis, N(d,k)P_k(⟨u, x⟩) = ΣY(u)Y(x). The form
/// is evaluated at the midpoints of the α_i and τ_i; their radii move h by at most √N·Σ_i(|Δα_i| +
/// |Δτ_i||v_i|√P_k'(1)), so that they enter linearly even where h nearly vanishes. Rounding and the frame's
/// radii enter the square: take a precision twice that of the result. Throws InvalidInput for d or a degree
/// out of range or spans of different lengths.
[[nodiscard]] std::vector<Ball> zonal_norms(const ZonalFrame& frame, std::span<const ZonalHarmonic> harmonics,
                                            Precision p);

}  // namespace ntkcert
