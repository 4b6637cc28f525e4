#include "ntkcert/kernel/neuron_coefficients.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

namespace ntkcert {
namespace {

Ball root_multiplicity(long dimension, long degree) {
  return sqrt(Ball(multiplicity(dimension, degree), kErrorBoundPrecision));
}

/// Σ_j weights_j·values_j ± error.
Ball integral(const arb_struct* weights, const BallArray& values, const Ball& error, Precision p) {
  Ball sum(p);
  arb_dot(sum.raw(), nullptr, 0, weights, 1, values.at(0), 1, values.size(), p.bits());
  return sum.widened(error);
}

Ball exact_midpoint(const Ball& x) { return {x.midpoint(), x.precision()}; }

Ball radius_bound(const Ball& x) { return {x.radius(), kErrorBoundPrecision}; }

}  // namespace

NeuronTable::NeuronTable(const SmoothActivation& activation, const NeuronRange& range, Precision p)
    : activation_(activation),
      rule_(activation, range, p),
      sup_(activation.sup_bounds(kErrorBoundPrecision)),
      precision_(p),
      value_((range.max_degree + 1) * nodes()),
      radial_(value_.size()),
      reduced_(value_.size()) {
  const long d = range.dimension;
  for (long j = 0; j < nodes(); ++j) {
    const Ball& t = rule_.points()[static_cast<std::size_t>(j)];
    const Ball& weight = rule_.weights()[static_cast<std::size_t>(j)];
    // c_{d+2}/d = c_d/(d − 1).
    const Ball reduced_weight = weight * (1 - square(t)) / (d - 1);
    const std::vector<Ball> p_d = gegenbauer_values(d, range.max_degree, t);
    const std::vector<Ball> p_above = gegenbauer_values(d + 2, range.max_degree, t);
    for (long k = 0; k <= range.max_degree; ++k) {
      const long cell = k * nodes() + j;
      const Ball product = weight * p_d[static_cast<std::size_t>(k)];
      arb_set(value_.at(cell), product.raw());
      arb_mul(radial_.at(cell), product.raw(), t.raw(), p.bits());
      if (k > 0) {
        arb_mul(reduced_.at(cell), reduced_weight.raw(), p_above[static_cast<std::size_t>(k - 1)].raw(),
                p.bits());
      }
    }
  }
}

const arb_struct* NeuronTable::value_weights(long degree) const { return value_.at(degree * nodes()); }

NeuronCoefficients NeuronTable::operator()(const Ball& r, const Ball& b) const {
  const NeuronRange& range = rule_.range();
  const bool finite = r.is_finite() && b.is_finite();
  if (finite && (r.magnitude() > range.radius.upper() || b.magnitude() > range.bias.upper())) {
    throw InvalidInput(
        fmt::format("a neuron of radius up to {} and bias up to {}: the table is for {} and {}",
                    r.magnitude().approximate(), b.magnitude().approximate(),
                    range.radius.upper().approximate(), range.bias.upper().approximate()));
  }
  const auto length = static_cast<std::size_t>(range.max_degree) + 1;
  const std::vector<Ball> unknown(length, Ball::whole_line(precision_));
  NeuronCoefficients result{unknown, unknown, unknown, unknown};
  if (!finite) {
    return result;
  }
  const Ball radius = exact_midpoint(r).at(precision_);
  const Ball bias = exact_midpoint(b).at(precision_);
  BallArray values(nodes());
  BallArray slopes(nodes());
  for (long j = 0; j < nodes(); ++j) {
    const Ball z = radius * rule_.points()[static_cast<std::size_t>(j)] + bias;
    arb_set(values.at(j), activation_.value(z).raw());
    arb_set(slopes.at(j), activation_.derivative(z).raw());
  }
  const long d = range.dimension;
  const Ball dr = radius_bound(r);
  const Ball db = radius_bound(b);
  const Ball root_d = sqrt(Ball(d, kErrorBoundPrecision));
  const Ball& slope = rule_.derivative_bound();
  const Ball value_size = rule_.value_bound(b);
  for (std::size_t i = 0; i < length; ++i) {
    const auto k = static_cast<long>(i);
    const long row = k * nodes();
    const Ball root_n = root_multiplicity(d, k);
    result.value[i] =
        integral(value_.at(row), values,
                 rule_.error(value_size, k) + sup_.first * (dr / root_d + db) / root_n, precision_);
    result.radial[i] =
        integral(radial_.at(row), slopes,
                 rule_.error(slope * rule_.cosine_bound(), k) + sup_.second * (dr + db) / (root_d * root_n),
                 precision_);
    result.bias[i] = integral(value_.at(row), slopes,
                              rule_.error(slope, k) + sup_.second * (dr / root_d + db) / root_n, precision_);
    result.reduced[i] = k == 0
                            ? Ball(precision_)
                            : integral(reduced_.at(row), slopes,
                                       rule_.error(slope, k - 1, d + 2) / d +
                                           sup_.second * (dr / sqrt(Ball(d + 2, kErrorBoundPrecision)) + db) /
                                               (d * root_multiplicity(d + 2, k - 1)),
                                       precision_);
  }
  return result;
}

}  // namespace ntkcert
