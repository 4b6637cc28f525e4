#include "commands/flow_population.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "files/population_quantities.hpp"

namespace ntkcert::commands {

PopulationRecords::PopulationRecords(const files::RunFile& run, const FlowProblem& problem) : run_(run) {
  if (std::ranges::any_of(run.quantities, files::is_population_quantity)) {
    population_.emplace(problem, std::get<Target>(run.target), run.degrees.back());
  }
}

std::vector<PopulationRecords::Named> PopulationRecords::quantity(const std::string& name,
                                                                  const Trajectory& flow, const Rational& t) {
  if (!last_ || last_->first != t) {
    last_.emplace(t, population_.value().at(flow, t));
  }
  const PopulationState& state = last_->second;
  if (name == "population_residual") {
    return {{name, {state.residual_norm}}};
  }
  if (name == "population_deviation") {
    return {{name, {state.deviation_norm}}};
  }
  static const std::map<std::string, std::vector<Ball> PopulationState::*> by_degree{
      {"degree_residual", &PopulationState::residual},
      {"degree_deviation", &PopulationState::deviation},
      {"degree_driver", &PopulationState::driver}};
  const std::vector<Ball>& values = state.*by_degree.at(name);
  std::vector<Named> r;
  for (const long k : run_.degrees) {
    r.push_back({fmt::format("{}/{}", name, k), {values[static_cast<std::size_t>(k)]}});
  }
  return r;
}

}  // namespace ntkcert::commands
