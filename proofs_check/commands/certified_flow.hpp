#pragma once

#include "commands/progress.hpp"
#include "files/run_file.hpp"
#include "ntkcert/ball/refine.hpp"
#include "ntkcert/flow/double_integrate.hpp"

namespace ntkcert::commands {

/// Where the precision of a run's flow starts and stops: at exactly the run's precision if it has one; else
/// from some 64 bits more than the tolerance asks for up to `limit`.
[[nodiscard]] RefinementBudget flow_budget(const files::RunFile& run, Precision limit);

/// Whether a run's flow is tried in doubles first: if it says so; or if it leaves the choice, asks for no
/// precision and a tolerance that doubles reach, and is so large that balls would be slow.
[[nodiscard]] bool prefers_doubles(const files::RunFile& run);

/// Of the balls that a flow in doubles is handed on in.
inline constexpr long kDoubleTierBits = 128;

[[nodiscard]] DoubleOptions double_options(const files::RunFile& run, std::size_t threads);

/// The run's flow in doubles, on that many threads; results do not depend on their number. Throws
/// FlowExhausted.
[[nodiscard]] Trajectory flow_in_doubles(const files::RunFile& run, std::size_t threads,
                                         ProgressLine& progress);

/// The run's flow in balls with a radius of at most its tolerance, at growing precision; `reached` is false
/// if the budget ends before, and the last trajectory is given all the same. Throws FlowExhausted if there is
/// none even at the limit.
[[nodiscard]] Refined<Trajectory> certified_flow(const files::RunFile& run, const RefinementBudget& budget,
                                                 ProgressLine& progress);

}  // namespace ntkcert::commands
