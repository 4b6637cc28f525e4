#include <fmt/core.h>

#include "ntkcert/deviation/growth_bounds.hpp"
#include "ntkcert/deviation/growth_law.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::theorems {
namespace {

/// ‖(θ_t − θ_0)_q‖ over the parameters first..last−1, divided by `scale`.
Ball moved(const GrowthPiece& piece, long first, long last, const Ball& scale) {
  const auto at = piece.displacement.begin();
  return norm(Vector(at + first, at + last)) / scale;
}

}  // namespace

Statement parameter_growth() {
  return {
      .name = "a-priori/parameter-growth",
      .formula =
          "‖a_t − a_0‖/√m ≤ α(q) − α_0 and ‖W̄_t − W̄_0‖_F/√m ≤ ω(q) − ω_0, q = m^{−1/2}∫_0^t‖r̂_s‖_n ds, α_0 = "
          "‖a_0‖/√m, ω_0 = ‖W̄_0‖_op/√m; bounded σ: α = α_0 + Sq, ω = ω_0 + c(α_0q + Sq²/2); else α = "
          "α_0cosh(cq) + (ω_0 + A_0/c)sinh(cq), ω = (ω_0 + A_0/c)cosh(cq) + α_0sinh(cq) − A_0/c",
      .hypotheses = hypotheses_on_growth(),
      .source = "docs/theory.md, \"Growth of a network\"",
      .vanishes_at_start = true,
      .instantiate = [](RunEvaluation& run) {
        const Network& initial = run.trajectory().problem().initial;
        const GrowthLaw law(initial.activation());
        const WeightSizes start = mean_sizes(initial);
        const long m = initial.width();
        const Ball root_m = sqrt(Ball(m, run.trajectory().problem().precision));
        const ParameterLayout layout = initial.layout();
        return family<GrowthBounds>(
            run.growth(false),
            std::vector<SizeBound>{
                {"outer weights",
                 [=](const GrowthPiece& piece) { return moved(piece, 0, layout.inner(0), root_m); },
                 [=](const Ball&, const Ball& q) { return law.majorants(start, q).outer - start.outer; }},
                {"inner weights",
                 [=](const GrowthPiece& piece) {
                   return moved(piece, layout.inner(0), layout.output_bias(), root_m);
                 },
                 [=](const Ball&, const Ball& q) { return law.majorants(start, q).inner - start.inner; }}});
      }};
}

Statement neuron_growth() {
  return {.name = "a-priori/neuron-growth",
          .formula =
              "|a_ℓ(t) − a_ℓ(0)| ≤ α(q) − α_0 and |w̄_ℓ(t) − w̄_ℓ(0)| ≤ ω(q) − ω_0 for each neuron ℓ, α and ω "
              "as in "
              "a-priori/parameter-growth from α_0 = |a_ℓ(0)|, ω_0 = |w̄_ℓ(0)|",
          .hypotheses = hypotheses_on_growth(),
          .source = "docs/theory.md, \"Growth of a network\"",
          .vanishes_at_start = true,
          .instantiate = [](RunEvaluation& run) {
            const Network& initial = run.trajectory().problem().initial;
            const GrowthLaw law(initial.activation());
            const ParameterLayout layout = initial.layout();
            const std::vector<WeightSizes> neurons = neuron_sizes(initial);
            const Ball one(1, run.trajectory().problem().precision);
            std::vector<SizeBound> bounds;
            for (long l = 0; l < layout.width; ++l) {
              const WeightSizes start = neurons[static_cast<std::size_t>(l)];
              bounds.push_back(
                  {fmt::format("outer weight {}", l + 1),
                   [=](const GrowthPiece& piece) { return moved(piece, l, l + 1, one); },
                   [=](const Ball&, const Ball& q) { return law.majorants(start, q).outer - start.outer; }});
              bounds.push_back(
                  {fmt::format("inner weights {}", l + 1),
                   [=](const GrowthPiece& piece) {
                     return moved(piece, layout.inner(l), layout.inner(l) + layout.dim + 1, one);
                   },
                   [=](const Ball&, const Ball& q) { return law.majorants(start, q).inner - start.inner; }});
            }
            return family<GrowthBounds>(run.growth(false), std::move(bounds));
          }};
}

}  // namespace ntkcert::theorems
