#pragma once

#include "ntkcert/ball/polynomial.hpp"
#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert {

/// Numbers c̃_n ≥ 0, n < length, that are at most the coefficients of κ = Σ_n c_nρ_1^n, and an enclosure of
/// what they lack: Σ_n (c_n − c̃_n) with c̃_n = 0 beyond.
struct ComposedSeries {
  Polynomial coefficients;
  Ball missing;
};

/// For any depth, from activations with a Hermite series: q^{h+1} = b + vΣ_p a_p²ρ_h^p, Σ̇^h =
/// q_h^{−1}Σ_p p·a_p²ρ_h^{p−1} and Θ^{h+1} (see Architecture) are power series in ρ_1 with coefficients ≥ 0.
/// Every sum over p is cut where its tail is below 2^{−p}, every series in ρ_1 at `length`; dropping
/// nonnegative terms, anywhere, leaves lower bounds of all coefficients. κ(1) = Σc_n is known from the same
/// recursion at ρ_h = 1, with the tails. A constant term of ρ_h is moved into the outer series (Taylor shift
/// of a polynomial with coefficients ≥ 0), which leaves a composition of power series
/// (arb_poly_compose_series; Johansson, A fast algorithm for reversion of power series, Math. Comp. 84,
/// 2015). The activation must have a Hermite series.
[[nodiscard]] ComposedSeries composed_series(const Architecture& architecture, long length, Precision p);

}  // namespace ntkcert
