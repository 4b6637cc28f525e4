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

bool prefers_doubles(const files::RunFile& run) {
  // Balls take about a microsecond a multiplication: from here on it is seconds.
  constexpr long kManyPairs = 2048;
  return run.tier == files::Tier::doubles ||
         (run.tier == files::Tier::automatic && !run.precision && double_activation(run.activation->name()) &&
          run.tolerance >= parse_rational("1e-12") &&
          run.initial.layout.width * run.samples.size() >= kManyPairs);
}

DoubleOptions double_options(const files::RunFile& run, std::size_t threads) {
  return {Ball(run.tolerance, Precision(kDoubleTierBits)).midpoint().approximate(),
          static_cast<long>(threads)};
}

Trajectory flow_in_doubles(const files::RunFile& run, std::size_t threads, ProgressLine& progress) {
  FlowLimits limits;
  limits.progress = [&](const FlowProgress& at) {
    progress.show(fmt::format("flow in doubles: step {}, t = {:.4g} of {}, radius {:.1e}", at.steps,
                              at.time.approximate(), to_text(run.horizon), at.radius.approximate()));
  };
  return integrate_in_doubles(run.problem(Precision(kDoubleTierBits)), double_options(run, threads), limits);
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
