#include "ntkcert/deviation/energy_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement gradient_bound() {
  return {.name = "a-priori/gradient",
          .formula = "‖∇Φ‖² = ⟨r̂_t, G_t r̂_t⟩_n ≤ λ_max(G_t)·‖r̂_t‖_n²",
          .hypotheses = "gradient flow of Φ = ½‖r̂‖_n²",
          .source = "∇Φ = Jᵀr̂/n, JJᵀ = nG_t",
          .instantiate = [](RunEvaluation& run) { return family<GradientBound>(run.flow(true)); }};
}

}  // namespace ntkcert::theorems
