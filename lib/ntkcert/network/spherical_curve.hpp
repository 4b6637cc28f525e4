#pragma once

#include "ntkcert/network/network.hpp"
#include "ntkcert/sphere/zonal_curve.hpp"

namespace ntkcert {

/// The parts P_kf(·; θ(s)), k = 0..K, of a network along a polynomial curve θ(s): the points are ŵ_ℓ(s) =
/// w_ℓ/|w_ℓ|, the amplitudes m^{−1/2}a_ℓ(s)c_k(|w_ℓ(s)|, b_ℓ(s)), c_k as in NeuronCoefficients; b_0(s) is
/// added to the first point's amplitude of degree 0. `parameters` holds the Taylor coefficients of θ at s =
/// 0, orders below `length`, parameter q at q·length + order.
///
/// Errors. The order-j coefficient g_j(t) of σ(r(s)t + b(s)) is integrated by a NeuronRule. On |s| ≤ R with
/// ω = Σ_{j≥1}|w_j|R^j ≤ |w_0|/4 the function r(s) = √⟨w, w⟩ is analytic and |r(s) − r(0)| ≤ 3ω; where
/// r(0)sinh η + 3ω·cosh η + |b(s) − b(0)| ≤ ϱ·sinh η for the rule's range ϱ and ellipse (half-height η), the
/// rule's bound M of |σ| holds for σ(r(s)t + b(s)), so that |g_j| ≤ MR^{−j} there by Cauchy's estimate, and
/// the rule's error bound with it counts into the coefficient. Proof: docs/theory.md, "Network functions on
/// the sphere".
///
/// Throws Exhausted if a weight vector is zero or too close to zero for any R tried, or as NeuronRule does.
[[nodiscard]] ZonalCurve spherical_curve(const SmoothActivation& activation, const ParameterLayout& layout,
                                         const BallArray& parameters, long length, long max_degree,
                                         Precision p);

}  // namespace ntkcert
