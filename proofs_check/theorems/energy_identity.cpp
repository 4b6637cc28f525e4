#include "ntkcert/deviation/energy_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement energy_identity() {
  return {.name = "a-priori/energy",
          .formula = "∫_0^t ‖∇Φ(θ_s)‖² ds = Φ_0 − Φ_t",
          .hypotheses = "gradient flow of Φ = ½‖r̂‖_n²",
          .source = "Φ' = −‖∇Φ‖²",
          .instantiate = [](RunEvaluation& run) {
            return family<EnergyIdentity>(run.flow(false), run.initial_risk());
          }};
}

}  // namespace ntkcert::theorems
