#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement population_supremum() {
  return {
      .name = "damped-deviation/population/projected",
      .formula =
          "‖P_k(r_t − e^{−λ_kt}r_0)‖ ≤ (1 − e^{−λ_kt})/λ_k·sup_{s≤t}‖P_k(T_K − T_n^s)r_s‖ in L²(sphere), for "
          "each degree k and for the degrees 0..k together (the smallest λ among them)",
      .hypotheses = hypotheses_on_sphere(),
      .source =
          "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and ∫_0^t e^{−λs} ds = (1 − e^{−λt})/λ",
      .vanishes_at_start = true,
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
        return family<SupremumBound>(pieces, all_blocks(deviation, degrees), SupremumFactor::damped);
      }};
}

}  // namespace ntkcert::theorems
