#include "ntkcert/ball/refine.hpp"

namespace ntkcert {

long relative_digits(const Ball& x, long enough) {
  if (x.is_exact()) {
    return enough;
  }
  if (!x.is_finite() || x.contains_zero()) {
    return 0;
  }
  constexpr long kBits = 64;
  const Precision p(kBits);
  const Ball ratio = Ball(x.radius(), p) / Ball(x.mignitude(), p);
  long digits = 0;
  Ball bound(1, p);
  while (digits < enough && is_yes(ratio <= bound / 10)) {
    bound = bound / 10;
    ++digits;
  }
  return digits;
}

}  // namespace ntkcert
