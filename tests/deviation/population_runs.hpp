#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "ntkcert/deviation/population.hpp"
#include "ntkcert/flow/integrate.hpp"
#include "tests/flow/example_flow.hpp"

/// Certified flows of small networks with the target they learn.
namespace population_runs {

using namespace ntkcert;

constexpr long kDegree = 4;
inline const Precision kPrecision(96);

/// That of example_flow.
inline Target example_target(long dim) {
  std::vector<Rational> direction(static_cast<std::size_t>(dim), 0);
  direction[0] = 1;
  direction[1] = -2;
  return {{{1, 1, direction}, {2, Rational(1, 2), direction}}, dim};
}

struct Run {
  Trajectory flow;
  Target target;
};

inline const Run& run(const std::string& activation, long dim, InitialScheme scheme) {
  static std::map<std::tuple<std::string, long, InitialScheme>, Run> runs;
  const auto key = std::make_tuple(activation, dim, scheme);
  auto found = runs.find(key);
  if (found == runs.end()) {
    found = runs.emplace(key, Run{integrate(ntkcert::testing::example_flow(activation, {6, 5, dim}, 2,
                                                                           kPrecision, scheme)),
                                  example_target(dim)})
                .first;
  }
  return found->second;
}

/// The same flow known less well: parameter q of θ̃ moved by ±ϱ, the radius larger by ϱ.
inline Trajectory less_known(const Trajectory& flow, long q, const Dyadic& distance) {
  const Ball size(distance, kPrecision);
  const Dyadic shift = q % 2 == 0 ? distance : -distance;
  std::vector<Step> steps = flow.steps();
  for (Step& step : steps) {
    arb_struct* state = step.parameters.at(q * (step.order + 1));
    arb_add_arf(state, state, shift.raw(), 4 * kPrecision.bits());
    step.radius = (Ball(step.radius, kPrecision) + size).upper();
    step.bounds.defect = step.bounds.defect + 2 * step.bounds.risk_hessian * size;
    step.bounds.risk_hessian = 2 * step.bounds.risk_hessian;
  }
  return {flow.problem(), std::move(steps)};
}

}  // namespace population_runs
