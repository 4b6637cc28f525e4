#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

/// On one degree both sides nearly meet while P_kd_s keeps its direction; there the identity is the
/// statement.
Statement population_integral() {
  return {
      .name = "damped-deviation/population/integral",
      .formula =
          "‖P(r_t − e^{−T_Kt}r_0)‖ ≤ ∫_0^t e^{−λ(t−s)}‖P(T_K − T_n^s)r_s‖ ds in L²(sphere), P the projector "
          "onto the degrees 0..k, k ≥ 1, λ the smallest eigenvalue among them",
      .hypotheses = hypotheses_on_sphere(),
      .source = "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and ‖e^{−T(t−s)}P‖ ≤ e^{−λ(t−s)}",
      .vanishes_at_start = true,
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
        return family<IntegralBound>(pieces, deviation.leading_blocks());
      }};
}

}  // namespace ntkcert::theorems
