#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::must_fail {

Statement dropped_horizon() {
  return {.name = "must-fail/dropped-horizon",
          .formula = "|⟨r̂_t − e^{−Gt}r̂_0, φ_i⟩_n| ≤ sup_{s≤t}|⟨(G − G_s)r̂_s, φ_i⟩_n| for every eigenpair",
          .hypotheses = theorems::hypotheses_on(theorems::sample_operators().front()),
          .source = "planted: the factor (1 − e^{−λ_i t})/λ_i ≤ t is dropped",
          .planted_false = true,
          .instantiate = [](RunEvaluation& run) {
            const auto [basis, pieces] = run.deviation(SampleOperator::limit);
            return theorems::family<SupremumBound>(pieces, basis.cluster_blocks(),
                                                   SupremumFactor::no_horizon);
          }};
}

}  // namespace ntkcert::must_fail
