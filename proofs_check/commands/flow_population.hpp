#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files/run_file.hpp"
#include "ntkcert/deviation/population.hpp"

namespace ntkcert::commands {

/// The quantities of a flow on the whole sphere at its output times (files/population_quantities.hpp).
class PopulationRecords {
 public:
  /// Does nothing for a run that asks for none of them; the run must outlive it.
  PopulationRecords(const files::RunFile& run, const FlowProblem& problem);

  /// Names and values of a quantity at a time of the flow: NAME/k for each degree of the run, or NAME alone.
  using Named = std::pair<std::string, Vector>;
  [[nodiscard]] std::vector<Named> quantity(const std::string& name, const Trajectory& flow,
                                            const Rational& t);

 private:
  const files::RunFile& run_;
  std::optional<Population> population_;
  std::optional<std::pair<Rational, PopulationState>> last_;
};

}  // namespace ntkcert::commands
