#include "ntkcert/kernel/neuron_rule.hpp"

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

Ball integrand_error(const BernsteinEllipse& ellipse, const Ball& bound, long degree, long dimension,
                     long exact_degree) {
  const Ball integrand = funk_hecke_constant(dimension, kErrorBoundPrecision) * bound *
                         cosh(degree * ellipse.minor) *
                         pow(cosh(ellipse.minor), static_cast<unsigned long>(dimension - 2));
  return ellipse_error(ellipse, integrand, exact_degree);
}

Ball value_bound_on(const BernsteinEllipse& ellipse, const StripGrowth& growth, const NeuronRange& range,
                    const Ball& bias) {
  return growth.at_zero + growth.slope * (range.radius * cosh(ellipse.minor) + bias);
}

/// |x| at its largest, as a bound.
Ball largest(const Ball& x) { return {x.magnitude(), kErrorBoundPrecision}; }

}  // namespace

std::optional<StripGrowth> strip_growth(const SmoothActivation& activation, const Ball& y) {
  const std::optional<StripBounds> strip = activation.strip_bounds(y);
  if (!strip || !strip->derivative.is_finite()) {
    return std::nullopt;
  }
  if (strip->value.is_finite()) {
    return StripGrowth{strip->value, Ball(y.precision()), strip->derivative};
  }
  return StripGrowth{abs(activation.value(Ball(y.precision()))) + y * strip->derivative, strip->derivative,
                     strip->derivative};
}

double log2_of_upper(const Ball& x) {
  return log(Ball(x.upper(), kErrorBoundPrecision)).midpoint().approximate() / std::log(2.0);
}

long gauss_points(double bits, const BernsteinEllipse& ellipse) {
  return 2 + std::lround(std::max(0.0, bits) / (2 * log2_of_upper(ellipse.r)));
}

NeuronRule::NeuronRule(const SmoothActivation& activation, const NeuronRange& range, Precision p)
    : range_(range), ellipse_(Ball(2, kErrorBoundPrecision)) {
  check_dimension(range.dimension);
  check_degree(range.max_degree);
  range_.radius = largest(range.radius);
  range_.bias = largest(range.bias);
  std::optional<long> best;
  for_each_ellipse([&](const BernsteinEllipse& ellipse) {
    const auto growth = strip_growth(activation, range_.radius * sinh(ellipse.minor));
    if (!growth) {
      return;
    }
    const Ball size = value_bound_on(ellipse, *growth, range_, range_.bias) + growth->derivative;
    const Ball unscaled = integrand_error(ellipse, pow(size, static_cast<unsigned long>(range.power)),
                                          range.max_degree, range.dimension, 0);
    const long points = gauss_points(static_cast<double>(range.bits) + log2_of_upper(unscaled), ellipse);
    if (!best || points < *best) {
      best = points;
      ellipse_ = ellipse;
      growth_ = *growth;
    }
  });
  if (!best) {
    throw Exhausted("no strip on which the activation is proved to be analytic: the radius is too large");
  }
  const PolarRule rule = polar_gauss_legendre(*best, p);
  exact_degree_ = rule.exact_degree;
  const Ball c = funk_hecke_constant(range.dimension, p);
  for (std::size_t j = 0; j < rule.angles.size(); ++j) {
    points_.push_back(cos(rule.angles[j]));
    weights_.push_back(c * rule.weights[j] *
                       pow(sin(rule.angles[j]), static_cast<unsigned long>(range.dimension - 2)));
  }
}

Ball NeuronRule::value_bound(const Ball& bias) const {
  return value_bound_on(ellipse_, growth_, range_, largest(bias));
}

Ball NeuronRule::error(const Ball& bound, long degree, long dimension) const {
  return integrand_error(ellipse_, bound, degree, dimension, exact_degree_);
}

}  // namespace ntkcert
