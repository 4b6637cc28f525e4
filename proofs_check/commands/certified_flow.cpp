#include "commands/certified_flow.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace ntkcert::commands {

RefinementBudget flow_budget(const files::RunFile& run, Precision limit) {
  if (run.precision) {
    return {*run.precision, *run.precision};
  }
  constexpr long kLeast = 128;
  constexpr long kSpare = 64;
  const Ball tolerance(run.tolerance, Precision(kLeast));
  // The exponent e of tolerance < 2^e.
  const long exponent = -arf_abs_bound_lt_2exp_si(arb_midref(tolerance.raw()));
  return {Precision(std::max(kLeast, exponent + kSpare)), limit};
}

Refined<Trajectory> certified_flow(const files::RunFile& run, const RefinementBudget& budget,
                                   ProgressLine& progress) {
  FlowLimits limits;
  const auto attempt = [&](Precision p) -> std::optional<Trajectory> {
    limits.progress = [&](const FlowProgress& at) {
      progress.show(fmt::format("flow at {} bits: step {}, t = {:.4g} of {}, radius {:.1e}", p.bits(),
                                at.steps, at.time.approximate(), to_text(run.horizon),
                                at.radius.approximate()));
    };
    try {
      return integrate(run.problem(p), limits);
    } catch (const FlowExhausted&) {
      if (p >= budget.limit) {
        throw;
      }
      return std::nullopt;
    }
  };
  const auto good = [&](const std::optional<Trajectory>& flow) {
    return flow && flow->radius().is_finite() && flow->radius().to_rational() <= run.tolerance;
  };
  auto refined = refine(budget, attempt, good);
  return {std::move(*refined.value), refined.precision, refined.reached};
}

}  // namespace ntkcert::commands
