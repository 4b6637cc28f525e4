#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::must_fail {

/// False once t(1 − …) grows beyond 1: the deviation of a slow degree adds up over time.
Statement population_without_horizon() {
  return {
      .name = "must-fail/population-without-horizon",
      .formula = "‖P_k(r_t − e^{−λ_kt}r_0)‖ ≤ sup_{s≤t}‖P_k(T_K − T_n^s)r_s‖ in L²(sphere) for each degree k",
      .hypotheses = theorems::hypotheses_on_sphere(),
      .source = "planted: the factor (1 − e^{−λ_kt})/λ_k ≤ t is dropped",
      .on_sphere = true,
      .planted_false = true,
      .instantiate = [](RunEvaluation& run) {
        const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
        return theorems::family<SupremumBound>(pieces, deviation.degree_blocks(degrees),
                                               SupremumFactor::no_horizon);
      }};
}

}  // namespace ntkcert::must_fail
