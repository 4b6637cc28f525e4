#pragma once

#include <memory>
#include <vector>

#include "ntkcert/deviation/eigenbasis.hpp"
#include "ntkcert/deviation/growth_bounds.hpp"
#include "ntkcert/deviation/growth_law.hpp"

namespace ntkcert {

/// Encloses ‖A‖ (spectral) of every symmetric A of the enclosure.
[[nodiscard]] Ball operator_norm(const Matrix& a);

/// D_λ(t) for every λ ≥ 0 of the ball, at an exact t ≥ 0.
[[nodiscard]] Ball damping_between(const Ball& rate, const Ball& t);

/// R(t, q) = D_λ(t)·‖r̂_0‖_n·(E_in + E_mv(q)), E_in = ‖G_0 − G‖: with the flow's internal time it bounds
/// ‖P(r̂_t − e^{−Gt}r̂_0)‖_n on eigenvalues of G that are at least λ (docs/theory.md, "Overparameterised
/// networks").
[[nodiscard]] GrowingBound lazy_bound(Ball rate, Ball residual, Ball initialisation,
                                      std::shared_ptr<const KernelDrift> movement);

/// The constants of global convergence after Arora et al. (arXiv 1901.08584), for gradient flow on all
/// parameters: λ_* = λ_min(G), λ_− = jλ_*/16, q_− = ‖r̂_0‖_n/(λ_−√m), Ē = E_in + E_mv(q_−), j = 1..15 the one
/// with the least Ē/λ_− among those with Ē ≤ λ_* − λ_−. Then for all t ≥ 0 (docs/theory.md,
/// "Overparameterised networks")
///   ‖G_t − G‖ ≤ Ē, e^{λ_−t}‖r̂_t‖_n ≤ ‖r̂_0‖_n and e^{λ_−t}|⟨r̂_t − e^{−Gt}r̂_0, u_i⟩_n| ≤
///   Ē‖r̂_0‖_nD_{λ_i−λ_−}(t).
struct GlobalConvergence {
  Ball least;     ///< λ_*
  Dyadic rate;    ///< λ_−, exact
  Ball error;     ///< Ē
  Ball residual;  ///< ‖r̂_0‖_n
  /// Throws UnmetHypothesis if λ_* is not proved positive, or no j meets the condition.
  GlobalConvergence(const EigenBasis& basis, const Ball& initialisation, const KernelDrift& movement,
                    Ball residual, long width);
};

}  // namespace ntkcert
