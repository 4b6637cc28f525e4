#include "ntkcert/deviation/duhamel.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement population_identity() {
  return {.name = "damped-deviation/population/identity",
          .formula =
              "P_k(r_t − e^{−λ_kt}r_0) = ∫_0^t e^{−λ_k(t−s)}P_kd_s ds, d_s = (T_K − T_n^s)r_s = T_Kr_s + "
              "∂_sf_s, at the first three sample points",
          .hypotheses = hypotheses_on_sphere(),
          .source = "Bowman and Montúfar, arXiv 2201.04738 (functional damped deviations)",
          .on_sphere = true,
          .instantiate = [](RunEvaluation& run) {
            const auto [deviation, points, pieces] = run.sphere_values();
            return family<DuhamelIdentity>(pieces, deviation.value_modes(points),
                                           run.trajectory().problem().precision);
          }};
}

}  // namespace ntkcert::theorems
