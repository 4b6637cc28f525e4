#pragma once

#include "ntkcert/kernel/neuron_coefficients.hpp"
#include "ntkcert/network/network.hpp"
#include "ntkcert/sphere/harmonic_basis.hpp"

namespace ntkcert {

/// Encloses the Taylor coefficients in s, orders below `length`, of the coordinates
///   ⟨f(·; θ(s)), Y_i⟩ = m^{−1/2}Σ_ℓa_ℓc_k(|w_ℓ|, b_ℓ)Y_i(w_ℓ/|w_ℓ|) + b_0δ_{i0}
/// in the basis, harmonic i at index i·length + order, up to the table's quadrature error: c_k stands for its
/// quadrature sum. `parameters` holds the series of a curve θ(s), parameter q at index q·length + order; wide
/// coefficients at order 0 give the coefficients about every point of the balls, hence Lagrange's remainders.
/// Throws Exhausted if a weight vector is not proved to be nonzero, InvalidInput if basis and table have
/// other dimensions or degrees.
[[nodiscard]] BallArray harmonic_coordinates(const SmoothActivation& activation,
                                             const ParameterLayout& layout, const NeuronTable& table,
                                             const HarmonicBasis& basis, const BallArray& parameters,
                                             long length, Precision p);

}  // namespace ntkcert
