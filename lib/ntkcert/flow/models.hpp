#pragma once

#include <vector>

#include "ntkcert/flow/problem.hpp"
#include "ntkcert/flow/step.hpp"

namespace ntkcert {

/// The true flow on a step. Polynomials: along θ̃; remainders: tails of the series and the transfer from θ̃ to
/// θ with η = radius, Γ = gradient, H = network_hessian, Λ = risk_hessian, δ = defect (all of StepBounds):
///   residual: tail + Γη + ½Hη²;
///   residual_rate: the polynomial is (d/ds)f(x_i; θ̃(s)) = Df[−∇Φ(θ̃)] + Df[δ]; tail + Γδ + Hη(|θ̃'| + δ) + (Γ
///   + Hη)Λη; gradient_square: |θ̃'|² with |−∇Φ(θ) − θ̃'| ≤ κ = δ + Λη: κ(2|θ̃'| + κ); displacement_square: |θ̃ −
///   θ_0|² with κ = η + (radius of θ_0): κ(2|θ̃ − θ_0| + κ).
/// Proofs: docs/theory.md, "Validated gradient flow", Lemma 4.
[[nodiscard]] StepModels step_models(const FlowProblem& problem, const Step& step);

/// (G_t)_ij for i ≤ j, row by row; remainder of K: kernel_tail + 2ΓHη + H²η².
[[nodiscard]] std::vector<TaylorModel> gram_models(const FlowProblem& problem, const Step& step);

}  // namespace ntkcert
