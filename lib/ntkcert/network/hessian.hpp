#pragma once

#include <vector>

#include "ntkcert/network/network.hpp"

namespace ntkcert {

/// The second derivative of the risk Φ(θ) = (1/2n)Σ_i r_i², r_i = f(x_i; θ) − y_i, is JᵀJ/n + R with R block
/// diagonal over neurons (zero on b_0). Returns the blocks of R in (a_ℓ, w̄_ℓ), each (d+2)×(d+2):
///   B_ℓ = m^{−1/2} [[0, u_ℓᵀ], [u_ℓ, a_ℓ Q_ℓ]], u_ℓ = (1/n)Σ r_iσ'(z_ℓi)x̄_i, Q_ℓ = (1/n)Σ r_iσ''(z_ℓi)x̄_i
///   x̄_iᵀ.
/// (∇²f(x) has the blocks m^{−1/2}[[0, σ'x̄ᵀ], [σ'x̄, a_ℓσ''x̄x̄ᵀ]]: f is a sum over neurons, linear in a_ℓ.)
/// `residuals`: r_i, n values, else InvalidInput.
[[nodiscard]] std::vector<Matrix> residual_hessian_blocks(const Network& network, const Points& points,
                                                          const Vector& residuals);

/// N(u, q) = ½(q + √(q² + 4u²)) for u, q ≥ 0: the largest eigenvalue of [[0, u], [u, q]].
[[nodiscard]] Ball block_norm(const Ball& u, const Ball& q);

/// An upper bound of max(0, −λ_min(∇²Φ)) from the blocks of R: max_ℓ N(|m^{−1/2}u_ℓ|, ‖m^{−1/2}a_ℓQ_ℓ‖_F).
/// Proof. JᵀJ is positive semidefinite and |⟨(ξ, η), B(ξ, η)⟩| ≤ 2|ξ||u||η| + ‖Q‖|η|², a form of largest
/// eigenvalue N(|u|, ‖Q‖). ∎
[[nodiscard]] Ball concavity_bound(const std::vector<Matrix>& blocks);

/// An upper bound of ‖∇²f(x)‖ over all θ with max_ℓ|a_ℓ| ≤ outer_size, for |x| = 1 (x̄ has norm √2):
/// m^{−1/2}·½(aL_2·2 + √(4a²L_2² + 8L_1²)), L_1, L_2 = sup|σ'|, sup|σ''|.
/// Proof. The block acts on span(e_a, x̄/|x̄|) as m^{−1/2}[[0, s√2], [s√2, 2γ]], |s| ≤ L_1, |γ| ≤ aL_2. ∎
[[nodiscard]] Ball network_hessian_bound(const SmoothActivation& activation, long width,
                                         const Ball& outer_size);

}  // namespace ntkcert
