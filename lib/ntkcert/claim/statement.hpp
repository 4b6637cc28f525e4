#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "ntkcert/claim/run_evaluation.hpp"
#include "ntkcert/deviation/inequality.hpp"

namespace ntkcert {

using Family = std::variant<std::unique_ptr<Inequality>, std::unique_ptr<Identity>>;

/// A statement about a gradient flow that can be claimed of a run, named by its content.
struct Statement {
  std::string name;
  std::string formula;
  std::string hypotheses;
  std::string source;
  /// Both sides tend to 0 with t: right after t = 0 they cannot be separated, and the statement follows there
  /// from its proof alone (see InstanceEvidence). Never set for an identity.
  bool vanishes_at_start = false;
  /// Speaks of the whole sphere: the run must have a target function and degrees.
  bool on_sphere = false;
  /// False in general, planted to be refuted.
  bool planted_false = false;
  std::function<Family(RunEvaluation&)> instantiate;
};

}  // namespace ntkcert
