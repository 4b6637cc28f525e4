#pragma once

#include "ntkcert/network/network.hpp"
#include "ntkcert/sphere/zonal_forms.hpp"

namespace ntkcert {

/// The degree-k parts of a network f(·; θ) on the sphere S^{d−1} and of its derivative Df[θ'] along a
/// direction, for k = 0..K: on the frame of the points w_ℓ/|w_ℓ| with the parts of w'_ℓ that are orthogonal
/// to w_ℓ as tangents,
///   P_kf      = N_kΣ_ℓ m^{−1/2}a_ℓc_k P_k(⟨ŵ_ℓ, ·⟩),
///   P_kDf[θ'] = N_kΣ_ℓ m^{−1/2}[(a'_ℓc_k + a_ℓ(⟨w'_ℓ, ŵ_ℓ⟩∂_rc_k + b'_ℓ∂_bc_k))P_k(⟨ŵ_ℓ, ·⟩)
///                               + a_ℓ(c_k/r_ℓ)P_k'(⟨ŵ_ℓ, ·⟩)⟨w'_ℓ⊥, ·⟩],
/// c_k at r_ℓ = |w_ℓ| and b_ℓ (NeuronCoefficients); the constants b_0, b_0' belong to degree 0.
struct SphericalNetwork {
  ZonalFrame frame;                      ///< m points, tangents from θ'
  std::vector<std::vector<Ball>> value;  ///< [k][ℓ]: coefficients of P_kf
  std::vector<std::vector<Ball>> rate;   ///< [k][ℓ]: of P_kDf[θ'], before the tangents
  std::vector<std::vector<Ball>> turn;   ///< [k][ℓ]: before P_k'
  /// Upper bounds of the Hilbert–Schmidt norms of P_kDf, ≥ its operator norms from R^p to L²(sphere):
  ///   g_k² = (N_k/m)Σ_ℓ[c_k² + a_ℓ²((∂_rc_k)² + (∂_bc_k)² + k(k+d−2)(c_k/r_ℓ)²)] + δ_{k0}.
  std::vector<Ball> gradient;
};

/// Encloses it for every parameter and direction of the balls, up to degree max_degree; `direction` has the
/// layout of the parameters. Quadrature errors are about 2^{−p}. Throws InvalidInput for a direction of
/// another length, and Exhausted if a weight vector is zero or not proved to be nonzero, for then its
/// harmonics have no direction, or as NeuronTable does.
[[nodiscard]] SphericalNetwork project_on_degrees(const Network& network, const Vector& direction,
                                                  long max_degree, Precision p);

/// An upper bound of ‖(I − P_{≤K})(f(·; θ) − f(·; θ°))‖ in L²(sphere), for all θ, θ° of the balls of two
/// networks of one shape: m^{−1/2}Σ_ℓ(|Δa_ℓ|τ_ℓ + |a°_ℓ|δ_ℓτ'_ℓ) with δ_ℓ = √(|Δw_ℓ|²/d + Δb_ℓ²) the norm of
/// x ↦ ⟨Δw_ℓ, x⟩ + Δb_ℓ, τ_ℓ = 2Mϱ^{−K}/(ϱ−1), M a bound of |σ(z_ℓ)| on the Bernstein ellipse E_ϱ of [−1, 1],
/// and τ'_ℓ = 2M'ϱ^{−(K−1)}/(ϱ−1), M' a bound of |σ'| there, the least over a grid of ϱ.
/// Proof: docs/theory.md, "Network functions on the sphere". Throws InvalidInput if the shapes differ.
[[nodiscard]] Ball spherical_tail(const Network& network, const Network& other, long max_degree);
/// The same for f alone: m^{−1/2}Σ_ℓ|a_ℓ|τ_ℓ.
[[nodiscard]] Ball spherical_tail(const Network& network, long max_degree);

}  // namespace ntkcert
