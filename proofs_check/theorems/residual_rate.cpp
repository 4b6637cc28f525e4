#include "ntkcert/deviation/residual_rate.hpp"

#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement residual_rate() {
  return {.name = "tangent-kernel/residual-rate",
          .formula = "∂_t f(x_i; θ_t) = −(1/n)Σ_j K_t(x_i, x_j) r_t(x_j) on the sample",
          .hypotheses = "gradient flow of Φ = ½‖r̂‖_n², σ ∈ C¹",
          .source = "chain rule; Jacot, Gabriel and Hongler, arXiv 1806.07572",
          .instantiate = [](RunEvaluation& run) {
            return family<ResidualRateIdentity>(run.flow(true), run.samples());
          }};
}

}  // namespace ntkcert::theorems
