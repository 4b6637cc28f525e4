#pragma once

#include <algorithm>
#include <functional>

#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// Where a refinement starts and where it must stop.
struct RefinementBudget {
  Precision start;
  Precision limit;
};

/// The correct decimal digits of an enclosure: the largest n ≥ 0 with radius ≤ 10^{−n}·inf|x|, at most
/// `enough`; `enough` for an exact value, 0 if the enclosure contains zero or is unbounded.
[[nodiscard]] long relative_digits(const Ball& x, long enough);

/// The outcome of a refinement: the last enclosure, the precision it was computed at, and whether the goal
/// was met. An enclosure that missed the goal is still rigorous.
template <typename Result>
struct Refined {
  Result value;
  Precision precision;
  bool reached;
};

/// Runs `compute(precision)` at growing precision (half as much again each time, the last at the limit) until
/// `good(result)`; the budget's end gives reached = false, never an answer.
template <typename Compute, typename Good>
auto refine(const RefinementBudget& budget, Compute&& compute, Good&& good)
    -> Refined<std::invoke_result_t<Compute&, Precision>> {
  Precision p = std::min(budget.start, budget.limit);
  while (true) {
    auto result = std::invoke(compute, p);
    const bool reached = std::invoke(good, result);
    if (reached || p == budget.limit) {
      return {std::move(result), p, reached};
    }
    p = std::min(Precision(p.bits() + p.bits() / 2 + 1), budget.limit);
  }
}

}  // namespace ntkcert
