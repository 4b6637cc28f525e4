#include "ntkcert/flow/double_disc.hpp"

#include <algorithm>
#include <cmath>

namespace ntkcert {
namespace {

constexpr double kLargestShare = 0.75;
constexpr double kGridRatio = 0.91;
constexpr int kMostDiscs = 200;
constexpr int kLengthBits = 8;
/// For a flow at rest, in units.
constexpr double kFarAway = 1024;

/// Root test on the upper half of the coefficients.
double convergence_radius(const DoubleNorms& norms) {
  double least = kFarAway;
  const auto last = norms.all.size() - 1;
  for (std::size_t k = std::max<std::size_t>(1, last / 2); k <= last; ++k) {
    const double size = norms.all[k].value();
    if (size > 1e-250) {
      least = std::min(least, std::pow(size, -1 / static_cast<double>(k)));
    }
  }
  return least;
}

/// x = h/R with scale·x^N/(1−x) equal to `rate`, by fixed-point iteration.
double step_share(double scale, double terms, double rate) {
  double share = 0;
  for (int i = 0; i < 6; ++i) {
    share = std::min(kLargestShare, std::pow(rate / scale * (1 - share), 1 / terms));
  }
  return share;
}

double rounded_down(double x) {
  int exponent = 0;
  const double fraction = std::frexp(x, &exponent);
  return std::ldexp(std::floor(std::ldexp(fraction, kLengthBits)), exponent - kLengthBits);
}

}  // namespace

std::optional<DoubleDisc> double_disc(const DoubleSeries& series, const DoubleErrors& errors,
                                      const ActivationTable& table, double radius) {
  const DoubleNorms& norms = series.norms();
  const TubeFormulas<UpperBound>& f = table.formulas();
  const UpperBound r(radius);
  const UpperBound height = f.root2 * bound_of_polynomial(norms.inner_largest, r, 1);
  const ActivationTable::Strip* strip = table.strip(height);
  if (strip == nullptr) {
    return std::nullopt;
  }
  const SeriesBound& values = errors.series[static_cast<std::size_t>(with_recurrence(
      series.activation(), []<typename R>(R /*unused*/) { return static_cast<long>(R::kValue); }))];
  const UpperBound moved = values.size.front() + values.error.front() + strip->derivative * height;
  const UpperBound value = moved.value() < strip->value.value() ? moved : strip->value;
  const UpperBound slope = f.root2 * f.scale * strip->derivative;
  // The exact a_0 is at most 1 + 2^{−52} times the rounded one.
  const UpperBound outer_start = norms.outer.front() * UpperBound(1 + 0x1p-51);
  const UpperBound outer_change = bound_of_polynomial(norms.outer, r, 1);
  const UpperBound outer = outer_start + outer_change;
  const UpperBound change = bound_of_polynomial(norms.bias, r, 1) + value * outer_change +
                            slope * outer_start * bound_of_polynomial(norms.inner, r, 1);
  const UpperBound steep = slope * outer;
  const UpperBound kernel = value * value + steep * steep;
  return DoubleDisc{radius,
                    value,
                    strip->derivative,
                    strip->second_derivative,
                    outer,
                    change,
                    bound_of_polynomial(norms.residual, r, 0),
                    sqrt(kernel + UpperBound(1)),
                    kernel};
}

std::optional<DoubleStepSize> choose_double_step(const DoubleSeries& series, const DoubleErrors& errors,
                                                 const ActivationTable& table, double rate) {
  std::optional<DoubleStepSize> best;
  double radius = 2 * convergence_radius(series.norms());
  const auto terms = static_cast<double>(series.order());
  for (int i = 0; i < kMostDiscs; ++i, radius *= kGridRatio) {
    const auto disc = double_disc(series, errors, table, radius);
    if (!disc) {
      continue;
    }
    const double scale = disc->residual.value() * disc->gradient.value() / terms;
    const double length = rounded_down(radius * step_share(scale, terms, rate));
    if (!best || length > best->length) {
      best = DoubleStepSize{*disc, length};
    } else if (length < 0.7 * best->length) {
      break;
    }
  }
  return best && best->length > 0 ? best : std::nullopt;
}

}  // namespace ntkcert
