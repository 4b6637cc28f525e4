#include "ntkcert/deviation/hypotheses.hpp"

#include <fmt/core.h>

#include <utility>

#include "ntkcert/ball/text.hpp"
#include "ntkcert/deviation/population.hpp"
#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {

void require_doubled(const Network& initial) {
  if (!is_doubled(initial)) {
    throw UnmetHypothesis(
        "hypothesis of doubled initialisation: the second half of the neurons does not "
        "repeat the first with a_l negated, or b_0 is not 0 (init = \"doubled\" meets it)");
  }
}

Ball require_bounded(const Network& initial) {
  SupBounds sup = initial.activation().sup_bounds(kBoundPrecision);
  if (!sup.value) {
    throw UnmetHypothesis(fmt::format("hypothesis of a bounded activation: sup|σ| of '{}' is infinite",
                                      initial.activation().name()));
  }
  return *std::move(sup.value);
}

Ball common_outer_size(const Network& initial) {
  Ball first = abs(initial.outer(0));
  for (long l = 1; l < initial.width(); ++l) {
    const Ball size = abs(initial.outer(l));
    if (!size.is_exact() || !first.is_exact() || size.midpoint() != first.midpoint()) {
      throw UnmetHypothesis(fmt::format(
          "hypothesis |a_l(0)| = A for all neurons: |a_1| = {}, |a_{}| = {} (outer = \"sign\" meets it)",
          decimal_above(first.upper(), 6), l + 1, decimal_above(size.upper(), 6)));
    }
  }
  return first;
}

bool has_sharp_sizes(std::string_view activation) { return activation == "tanh" || activation == "erf"; }

}  // namespace ntkcert
