#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement population_square_integral() {
  return {
      .name = "damped-deviation/population/square-integral",
      .formula =
          "‖P_k(r_t − e^{−λ_kt}r_0)‖² ≤ (1 − e^{−2λ_kt})/(2λ_k)·∫_0^t‖P_k(T_K − T_n^s)r_s‖² ds in "
          "L²(sphere), for each degree k and for the degrees 0..k together (the smallest λ among them)",
      .hypotheses = hypotheses_on_sphere(),
      .source = "Bowman and Montúfar, arXiv 2201.04738; Duhamel's formula and the Cauchy–Schwarz inequality",
      .vanishes_at_start = true,
      .on_sphere = true,
      .instantiate = [](RunEvaluation& run) {
        const auto [population, deviation, degrees, pieces] = run.sphere_deviation();
        return family<SquareIntegralBound>(pieces, all_blocks(deviation, degrees));
      }};
}

}  // namespace ntkcert::theorems
