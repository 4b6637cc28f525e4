#include <fmt/core.h>

#include "ntkcert/deviation/growth_bounds.hpp"
#include "ntkcert/deviation/growth_law.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"
#include "ntkcert/network/hessian.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

/// ‖∇²f(x_i; θ)‖ from the blocks' eigenvalues.
Ball network_hessian_norm(const Network& network, const Points& points, long sample) {
  const Matrix z = network.preactivations(points);
  Ball largest(z.precision());
  const Ball root2 = sqrt(Ball(2, z.precision()));
  for (long l = 0; l < network.width(); ++l) {
    const Ball slope = abs(network.activation().derivative(z(sample, l)));
    const Ball curvature = abs(network.outer(l) * network.activation().second_derivative(z(sample, l)));
    largest = max(largest, block_norm(root2 * slope, 2 * curvature));
  }
  return largest / sqrt(Ball(network.width(), z.precision()));
}

/// max(0, max_ℓλ_max(−B_ℓ)), an upper bound of −λ_min(∇²Φ).
Ball concavity(const GrowthPiece& piece, const Points& points) {
  Ball largest(piece.time.precision());
  for (const Matrix& block : residual_hessian_blocks(piece.network, points, piece.residual)) {
    largest = max(largest, -SymmetricEigen(block).eigenvalue(0));
  }
  return largest;
}

/// max_ℓ|a_ℓ| at internal time q.
Ball largest_outer(const GrowthLaw& law, const std::vector<WeightSizes>& neurons, const Ball& q) {
  Ball largest;
  for (const WeightSizes& neuron : neurons) {
    largest = max(largest, law.majorants(neuron, q).outer);
  }
  return largest;
}

}  // namespace

Statement network_hessian() {
  return {.name = "a-priori/network-hessian",
          .formula =
              "‖∇²f(x_i; θ_t)‖ = m^{−1/2}max_ℓ½(|γ|β² + √(γ²β⁴ + 4s²β²)) ≤ m^{−1/2}(√2L_1 + 2L_2max_ℓα_ℓ) at "
              "each "
              "sample point, s = σ'(z_ℓ), γ = a_ℓσ''(z_ℓ), β = √2, α_ℓ as in a-priori/neuron-growth",
          .hypotheses = hypotheses_on_growth(),
          .source = "docs/theory.md, \"Growth of a network\"",
          .instantiate = [](RunEvaluation& run) {
            const FlowProblem& problem = run.trajectory().problem();
            const GrowthLaw law(problem.initial.activation());
            const std::vector<WeightSizes> neurons = neuron_sizes(problem.initial);
            const long m = problem.initial.width();
            std::vector<SizeBound> bounds;
            for (long i = 0; i < problem.points.size(); ++i) {
              bounds.push_back({fmt::format("x_{}", i + 1),
                                [i, points = problem.points](const GrowthPiece& piece) {
                                  return network_hessian_norm(piece.network, points, i);
                                },
                                [=](const Ball&, const Ball& q) {
                                  return law.hessian(m, largest_outer(law, neurons, q));
                                }});
            }
            return family<GrowthBounds>(run.growth(false), std::move(bounds));
          }};
}

Statement risk_concavity() {
  return {.name = "a-priori/risk-concavity",
          .formula =
              "−λ_min(∇²Φ(θ_t)) ≤ max_ℓλ_max(−B_ℓ) ≤ ‖r̂_0‖_n·m^{−1/2}(√2L_1 + 2L_2max_ℓα_ℓ), B_ℓ = "
              "m^{−1/2}[[0, uᵀ], [u, aQ]], u = (1/n)Σr_iσ'(z_ℓi)x̄_i, Q = (1/n)Σr_iσ''(z_ℓi)x̄_ix̄_iᵀ; the "
              "middle is "
              "what is enclosed on the left",
          .hypotheses = hypotheses_on_growth(),
          .source = "JᵀJ ⪰ 0; docs/theory.md, \"Growth of a network\"",
          .instantiate = [](RunEvaluation& run) {
            const FlowProblem& problem = run.trajectory().problem();
            const GrowthLaw law(problem.initial.activation());
            const std::vector<WeightSizes> neurons = neuron_sizes(problem.initial);
            const long m = problem.initial.width();
            const Ball residual = initial_residual_norm(run);
            return family<GrowthBounds>(
                run.growth(false),
                std::vector<SizeBound>{
                    {"largest block",
                     [points = problem.points](const GrowthPiece& piece) { return concavity(piece, points); },
                     [=](const Ball&, const Ball& q) {
                       return residual * law.hessian(m, largest_outer(law, neurons, q));
                     }}});
          }};
}

}  // namespace ntkcert::theorems
