#pragma once

#include <optional>

#include "commands/progress.hpp"
#include "files/run_file.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/flow/integrate.hpp"

namespace ntkcert::commands {

/// Where the precision of a run's flow starts and stops: at exactly the run's precision if it has one; else
/// from some 64 bits more than the tolerance asks for up to `limit`.
[[nodiscard]] RefinementBudget flow_budget(const files::RunFile& run, Precision limit);

/// The run's flow with a radius of at most its tolerance, at growing precision; `reached` is false if the
/// budget ends before, and the last trajectory is given all the same. Throws FlowExhausted if there is none
/// even at the limit.
[[nodiscard]] Refined<Trajectory> certified_flow(const files::RunFile& run, const RefinementBudget& budget,
                                                 ProgressLine& progress);

}  // namespace ntkcert::commands
