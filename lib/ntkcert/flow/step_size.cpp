#include "ntkcert/flow/step_size.hpp"

#include <algorithm>
#include <cmath>

namespace ntkcert {
namespace {

/// A step is at most this share of its disc's radius.
constexpr double kLargestShare = 0.75;
constexpr double kGridRatio = 0.89;
constexpr int kMostDiscs = 200;
constexpr long kLengthBits = 10;
/// Steps of a flow at rest.
constexpr double kFarAway = 1e6;

double log2_of(const Ball& bound) {
  mag_t size;
  mag_init(size);
  arb_get_mag(size, bound.raw());
  const double result = mag_get_d_log2_approx(size);
  mag_clear(size);
  return result;
}

/// Root test on the upper half of the coefficients.
double convergence_radius(const SeriesNorms& norms) {
  double least = std::log2(kFarAway);
  const auto last = std::ssize(norms.all) - 1;
  for (auto k = std::max<std::ptrdiff_t>(1, last / 2); k <= last; ++k) {
    const double size = log2_of(norms.all[static_cast<std::size_t>(k)]);
    if (std::isfinite(size)) {
      least = std::min(least, -size / static_cast<double>(k));
    }
  }
  return std::exp2(least);
}

/// x = h/R with log2 of bound·R·x^{N+1}/((N+1)(1−x)) equal to `wanted`, by fixed-point iteration.
double step_share(const DiscBounds& disc, double radius, double terms, double wanted) {
  const double scale = log2_of(disc.risk_gradient) + std::log2(radius / terms);
  if (!std::isfinite(scale)) {
    return scale > 0 ? 0 : kLargestShare;
  }
  double share = 0;
  for (int i = 0; i < 6; ++i) {
    share = std::min(kLargestShare, std::exp2((wanted - scale + std::log2(1 - share)) / terms));
  }
  return share;
}

}  // namespace

std::optional<StepSize> choose_step(const FlowProblem& problem, const StepSeries& series) {
  const double wanted =
      log2_of(1 + series.norms().all.front()) - static_cast<double>(problem.precision.bits());
  std::optional<StepSize> best;
  double best_length = 0;
  double radius = 2 * convergence_radius(series.norms());
  for (int i = 0; i < kMostDiscs; ++i, radius *= kGridRatio) {
    const auto disc = disc_bounds(problem.initial.activation(), problem.initial.width(), series.norms(),
                                  Ball::from_double(radius, kBoundPrecision));
    if (!disc) {
      continue;
    }
    const double length = radius * step_share(*disc, radius, static_cast<double>(series.order() + 1), wanted);
    if (length > best_length) {
      best_length = length;
      best = StepSize{*disc, Dyadic::from_double(length).rounded_down(kLengthBits)};
    } else if (length < best_length / 2) {
      break;
    }
  }
  return best;
}

}  // namespace ntkcert
