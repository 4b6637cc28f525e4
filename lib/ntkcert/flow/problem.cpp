#include "ntkcert/flow/problem.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

bool is_finite(const Ball& x) { return x.is_finite(); }

}  // namespace

void validate(const FlowProblem& problem) {
  if (problem.horizon <= 0) {
    throw InvalidInput(fmt::format("horizon {}: a positive number is needed", to_text(problem.horizon)));
  }
  if (problem.points.dim() != problem.initial.dim()) {
    throw InvalidInput(fmt::format("points of dimension {} given to a network on dimension {}",
                                   problem.points.dim(), problem.initial.dim()));
  }
  if (std::ssize(problem.labels) != problem.points.size()) {
    throw InvalidInput(
        fmt::format("{} labels given for {} points", problem.labels.size(), problem.points.size()));
  }
  if (!problem.points.augmented().is_finite() || !std::ranges::all_of(problem.labels, is_finite) ||
      !std::ranges::all_of(problem.initial.parameters(), is_finite)) {
    throw InvalidInput(
        "a gradient flow needs bounded enclosures of its points, labels and initial parameters");
  }
}

}  // namespace ntkcert
