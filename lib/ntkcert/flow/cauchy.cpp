#include "ntkcert/flow/cauchy.hpp"

namespace ntkcert {
namespace {

Ball power(const Ball& x, long n) { return pow(x, static_cast<unsigned long>(n)); }

/// 1 − x, the whole line unless it is surely positive.
Ball complement(const Ball& x) {
  const Ball rest = 1 - x;
  return is_yes(rest > 0) ? rest : Ball::whole_line(x.precision());
}

}  // namespace

Ball majorant(const Vector& c, const Ball& x, long from) {
  Ball sum(kBoundPrecision);
  for (long k = std::ssize(c) - 1; k >= from; --k) {
    sum = sum * x + c[static_cast<std::size_t>(k)];
  }
  return upper_end(sum * power(x, from));
}

std::optional<DiscBounds> disc_bounds(const SmoothActivation& activation, long width,
                                      const SeriesNorms& norms, const Ball& radius) {
  const Ball height = majorant(norms.preactivation, radius, 1);
  const auto strip = activation.strip_bounds(height);
  if (!strip) {
    return std::nullopt;
  }
  const Ball moved = upper_end(norms.value + strip->derivative * height);
  const Ball value = strip->value.is_finite() ? upper_end(min(strip->value, moved)) : moved;
  const Ball outer_change = majorant(norms.outer, radius, 1);
  const Ball inner_change = majorant(norms.inner, radius, 1);
  const Ball outer = norms.outer.front() + outer_change;
  // √2·c·Q
  const Ball slope = sqrt(Ball(2, kBoundPrecision) / width) * strip->derivative;
  const Ball change =
      majorant(norms.bias, radius, 1) + value * outer_change + slope * norms.outer.front() * inner_change;
  const Ball kernel = square(value) + square(slope * outer);
  const Ball gradient = sqrt(kernel + 1);
  const Ball residual = norms.mean_residual + change;
  return DiscBounds{radius,
                    value,
                    strip->derivative,
                    strip->second_derivative,
                    upper_end(outer),
                    upper_end(change),
                    upper_end(residual),
                    upper_end(gradient),
                    upper_end(residual * gradient),
                    upper_end(kernel)};
}

Ball series_tail(const Ball& bound, const Ball& x, long from) {
  return bound * power(x, from) / complement(x);
}

Ball derivative_tail(const Ball& bound, const Ball& radius, const Ball& x, long from) {
  return bound / radius * power(x, from - 1) * (from - (from - 1) * x) / square(complement(x));
}

Ball integral_tail(const Ball& bound, const Ball& radius, const Ball& x, long from) {
  return bound * radius * power(x, from + 1) / ((from + 1) * complement(x));
}

}  // namespace ntkcert
