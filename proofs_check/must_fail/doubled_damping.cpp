#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::must_fail {

/// False because both sides of the true bound (λ_i) are equal while the driver's component keeps its sign.
Statement doubled_damping() {
  return {.name = "must-fail/doubled-damping",
          .formula = "|⟨r̂_t − e^{−Gt}r̂_0, φ_i⟩_n| ≤ ∫_0^t e^{−2λ_i(t−s)}|⟨(G − G_s)r̂_s, φ_i⟩_n| ds",
          .hypotheses = theorems::hypotheses_on(theorems::sample_operators().front()),
          .source = "planted: the damping rate is doubled",
          .vanishes_at_start = true,
          .planted_false = true,
          .instantiate = [](RunEvaluation& run) {
            const auto [basis, pieces] = run.deviation(SampleOperator::limit);
            std::vector<SpectralBlock> blocks = basis.cluster_blocks();
            for (SpectralBlock& block : blocks) {
              // Above twice the largest eigenvalue of the block.
              const Dyadic largest = basis.eigen().eigenvalue(block.last).upper();
              block.rate = largest + largest;
            }
            return theorems::family<IntegralBound>(pieces, std::move(blocks));
          }};
}

}  // namespace ntkcert::must_fail
