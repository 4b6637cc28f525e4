#include "ntkcert/activation/hermite_series.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {

long HermiteSeries::length_for(const Ball& tolerance) const {
  constexpr long kLimit = 1L << 24;
  const auto enough = [&](long length) { return is_yes(tail(length) <= tolerance); };
  long above = 4;
  while (!enough(above)) {
    above *= 2;
    if (above > kLimit) {
      throw Exhausted(fmt::format("a Hermite series has not converged after {} terms", kLimit));
    }
  }
  long below = above / 2;
  while (above - below > 1 + above / 64) {
    const long middle = (above + below) / 2;
    (enough(middle) ? above : below) = middle;
  }
  return above;
}

}  // namespace ntkcert
