#include "ntkcert/deviation/damped_bounds.hpp"
#include "theorems/theorems.hpp"

namespace ntkcert::must_fail {

Statement halved_exponent() {
  return {.name = "must-fail/halved-exponent",
          .formula = "‖r̂_t − e^{−Gt/2}r̂_0‖_n ≤ t·sup_{s≤t}‖(G − G_s)r̂_s‖_n",
          .hypotheses = theorems::hypotheses_on(theorems::sample_operators().front()),
          .source = "planted: G/2 stands in the exponential",
          .vanishes_at_start = true,
          .planted_false = true,
          .instantiate = [](RunEvaluation& run) {
            const auto [basis, pieces] =
                run.deviation(SampleOperator::limit, DriverSource::residual_rate, Rational(1, 2));
            return theorems::family<SupremumBound>(pieces, std::vector{basis.top_blocks().back()},
                                                   SupremumFactor::undamped);
          }};
}

}  // namespace ntkcert::must_fail
