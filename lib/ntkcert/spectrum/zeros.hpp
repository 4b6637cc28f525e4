#pragma once

#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert {

/// Whether λ_k = 0 for the limiting kernel of the architecture, decided exactly. With κ = Σ_p c_pρ^p, c_p ≥
/// 0, and λ_k(ρ^p) ≥ 0 (see PowerSeries), λ_k = 0 iff c_p = 0 wherever λ_k(ρ^p) > 0. Expanding (αu+β)^p in
/// powers of u, whose coefficients λ_k(u^j) are positive for j ≥ k, j ≡ k (mod 2) and zero else: λ_k(ρ^p) > 0
/// for all p ≥ k if β > 0, and for p ≥ k, p ≡ k (mod 2) if β = 0. For p ≥ 1, c_p = 0 iff a_p = 0; c_0 ≥ b.
[[nodiscard]] bool eigenvalue_is_zero(const Architecture& architecture, long degree);

}  // namespace ntkcert
