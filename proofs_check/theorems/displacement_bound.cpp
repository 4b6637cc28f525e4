#include "ntkcert/deviation/energy_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement displacement_bound() {
  return {.name = "a-priori/displacement",
          .formula = "‖θ_t − θ_0‖ ≤ √(t(Φ_0 − Φ_t)) and ‖θ_t − θ_0‖ ≤ √(t/2)·‖r̂_0‖_n",
          .hypotheses = "gradient flow of Φ = ½‖r̂‖_n²",
          .source = "Φ' = −‖∇Φ‖² and the Cauchy–Schwarz inequality",
          .vanishes_at_start = true,
          .instantiate = [](RunEvaluation& run) {
            return family<DisplacementBound>(run.flow(false), run.initial_risk());
          }};
}

}  // namespace ntkcert::theorems
