#include "ntkcert/network/harmonic_coordinates.hpp"

#include <arb_poly.h>
#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

/// Series of |w|, and of w/|w| (component j at index j·length + order).
struct PolarCurve {
  BallArray radius;
  BallArray direction;
};

PolarCurve polar_curve(const arb_struct* w, long dim, long length, long neuron, long bits) {
  PolarCurve curve{BallArray(length), BallArray(dim * length)};
  BallArray square(length);
  BallArray scratch(length);
  for (long j = 0; j < dim; ++j) {
    _arb_poly_mullow(scratch.at(0), w + j * length, length, w + j * length, length, length, bits);
    _arb_vec_add(square.at(0), square.at(0), scratch.at(0), length, bits);
  }
  if (arb_is_positive(square.at(0)) == 0) {
    throw Exhausted(fmt::format(
        "the weight vector of neuron {} is zero or not proved to be nonzero: its harmonics have no direction",
        neuron + 1));
  }
  _arb_poly_sqrt_series(curve.radius.at(0), square.at(0), length, length, bits);
  _arb_poly_rsqrt_series(scratch.at(0), square.at(0), length, length, bits);
  for (long j = 0; j < dim; ++j) {
    _arb_poly_mullow(curve.direction.at(j * length), w + j * length, length, scratch.at(0), length, length,
                     bits);
  }
  return curve;
}

/// Series of σ(r(s)t_q + b(s)) at the rule's nodes, node q at index q·length + order.
BallArray node_values(const SmoothActivation& activation, const NeuronRule& rule, const BallArray& radius,
                      const arb_struct* bias, long length, long bits) {
  const auto nodes = static_cast<long>(rule.points().size());
  BallArray values(nodes * length);
  BallArray z(length);
  BallArray slope(length);
  BallArray scratch(ActivationSeries::kScratch * length);
  for (long q = 0; q < nodes; ++q) {
    const Ball& t = rule.points()[static_cast<std::size_t>(q)];
    _arb_vec_scalar_mul(z.at(0), radius.at(0), length, t.raw(), bits);
    _arb_vec_add(z.at(0), z.at(0), bias, length, bits);
    for (long k = 0; k < length; ++k) {
      activation.extend_series({z.at(0), values.at(q * length), slope.at(0), scratch.at(0), length}, k, bits);
    }
  }
  return values;
}

}  // namespace

BallArray harmonic_coordinates(const SmoothActivation& activation, const ParameterLayout& layout,
                               const NeuronTable& table, const HarmonicBasis& basis,
                               const BallArray& parameters, long length, Precision p) {
  const NeuronRange& range = table.rule().range();
  if (range.dimension != layout.dim || basis.dimension() != layout.dim ||
      range.max_degree < basis.max_degree()) {
    throw InvalidInput(
        fmt::format("a basis of degrees up to {} in dimension {} for a table of degrees up to {} "
                    "in dimension {}",
                    basis.max_degree(), basis.dimension(), range.max_degree, range.dimension));
  }
  const long bits = p.bits();
  const auto nodes = static_cast<long>(table.rule().points().size());
  const Ball scale = 1 / sqrt(Ball(layout.width, p));
  BallArray result(basis.size() * length);
  BallArray amplitude(length);
  BallArray product(length);
  for (long l = 0; l < layout.width; ++l) {
    const arb_struct* w = parameters.at(layout.inner(l) * length);
    const PolarCurve curve = polar_curve(w, layout.dim, length, l, bits);
    const BallArray values =
        node_values(activation, table.rule(), curve.radius, w + layout.dim * length, length, bits);
    const BallArray harmonics = basis(curve.direction, length);
    for (long k = 0; k <= basis.max_degree(); ++k) {
      for (long j = 0; j < length; ++j) {
        arb_dot(product.at(j), nullptr, 0, table.value_weights(k), 1, values.at(j), length, nodes, bits);
      }
      _arb_poly_mullow(amplitude.at(0), product.at(0), length, parameters.at(layout.outer(l) * length),
                       length, length, bits);
      _arb_vec_scalar_mul(amplitude.at(0), amplitude.at(0), length, scale.raw(), bits);
      for (long i = basis.begin(k); i < basis.begin(k + 1); ++i) {
        _arb_poly_mullow(product.at(0), harmonics.at(i * length), length, amplitude.at(0), length, length,
                         bits);
        _arb_vec_add(result.at(i * length), result.at(i * length), product.at(0), length, bits);
      }
    }
  }
  _arb_vec_add(result.at(0), result.at(0), parameters.at(layout.output_bias() * length), length, bits);
  return result;
}

}  // namespace ntkcert
