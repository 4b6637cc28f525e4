#include "ntkcert/deviation/energy_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement risk_decrease() {
  return {.name = "a-priori/risk-decrease",
          .formula = "Φ' = ⟨r̂_t, ∂_t r̂_t⟩_n ≤ 0: ‖r̂_t‖_n never grows",
          .hypotheses = "gradient flow of Φ = ½‖r̂‖_n²",
          .source = "Φ' = −‖∇Φ‖²",
          .instantiate = [](RunEvaluation& run) { return family<RiskDecrease>(run.flow(false)); }};
}

}  // namespace ntkcert::theorems
