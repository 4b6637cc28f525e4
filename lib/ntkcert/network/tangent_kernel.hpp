#pragma once

#include "ntkcert/network/network.hpp"

namespace ntkcert {

/// The tangent kernel's Gram matrix, n×n, symmetric: G_ij = K(x_i, x_j)/n with
/// K(x, x') = (1/m)Σ_ℓ σ(z_ℓ)σ(z'_ℓ) + ⟨x̄, x̄'⟩(1/m)Σ_ℓ a_ℓ²σ'(z_ℓ)σ'(z'_ℓ) + 1 = ⟨∇f(x), ∇f(x')⟩.
[[nodiscard]] Matrix tangent_gram(const Network& network, const Points& points);

}  // namespace ntkcert
