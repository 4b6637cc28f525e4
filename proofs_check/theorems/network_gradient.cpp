#include <fmt/core.h>

#include "ntkcert/deviation/growth_bounds.hpp"
#include "ntkcert/deviation/growth_law.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {

Statement network_gradient() {
  return {
      .name = "a-priori/network-gradient",
      .formula =
          "‖∇f(x_i; θ_t)‖² = K_t(x_i, x_i) ≤ s² + c²α² + 1 at each sample point, s = S for bounded σ, else "
          "A_0 + "
          "cω, α and ω as in a-priori/parameter-growth",
      .hypotheses = hypotheses_on_growth(),
      .source = "docs/theory.md, \"Growth of a network\"",
      .instantiate = [](RunEvaluation& run) {
        const Network& initial = run.trajectory().problem().initial;
        const GrowthLaw law(initial.activation());
        const WeightSizes start = mean_sizes(initial);
        std::vector<SizeBound> bounds;
        std::size_t entry = 0;
        for (std::size_t i = 0; i < run.samples(); entry += run.samples() - i, ++i) {
          bounds.push_back(
              {fmt::format("x_{}", i + 1), [entry](const GrowthPiece& piece) { return piece.kernel[entry]; },
               [=](const Ball&, const Ball& q) { return law.gradient_square(law.majorants(start, q)); }});
        }
        return family<GrowthBounds>(run.growth(true), std::move(bounds));
      }};
}

}  // namespace ntkcert::theorems
