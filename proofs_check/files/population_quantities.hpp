#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace ntkcert::files {

/// The quantities of a flow on the whole sphere that a run may ask for; those that begin with "degree_" have
/// a value for each degree, NAME/k. degree_learning_time comes at the horizon alone, one value a share, with
/// degree_learning_time_limit/k beside it.
[[nodiscard]] inline const std::vector<std::string>& population_quantities() {
  static const std::vector<std::string> names{"degree_residual",     "degree_deviation",
                                              "degree_driver",       "degree_learning_time",
                                              "population_residual", "population_deviation"};
  return names;
}

[[nodiscard]] inline bool is_population_quantity(std::string_view name) {
  return std::ranges::find(population_quantities(), name) != population_quantities().end();
}

}  // namespace ntkcert::files
