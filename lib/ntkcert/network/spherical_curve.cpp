#include "ntkcert/network/spherical_curve.hpp"

#include <arb_poly.h>
#include <fmt/core.h>

#include <algorithm>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/neuron_coefficients.hpp"

namespace ntkcert {
namespace {

/// Upper bounds of the coefficients of w_ℓ and b_ℓ by order, and of 1/|w_ℓ(0)|.
struct NeuronSizes {
  std::vector<Ball> weight;
  std::vector<Ball> bias;
  Ball radius;
  Ball inverse_radius;
};

Ball upper_bound(const Ball& x) { return {x.magnitude(), kErrorBoundPrecision}; }

std::vector<NeuronSizes> sizes_of(const ParameterLayout& layout, const BallArray& parameters, long length,
                                  Precision p) {
  std::vector<NeuronSizes> r;
  for (long l = 0; l < layout.width; ++l) {
    NeuronSizes sizes{{}, {}, Ball(kErrorBoundPrecision), Ball(kErrorBoundPrecision)};
    const arb_struct* w = parameters.at(layout.inner(l) * length);
    for (long k = 0; k < length; ++k) {
      Ball square(p);
      arb_dot(square.raw(), nullptr, 0, w + k, length, w + k, length, layout.dim, p.bits());
      sizes.weight.push_back(upper_bound(sqrt_nonnegative(square)));
      Ball b(p);
      arb_set(b.raw(), w + layout.dim * length + k);
      sizes.bias.push_back(upper_bound(b));
      if (k == 0) {
        if (!is_yes(square > 0)) {
          throw Exhausted(fmt::format(
              "the weight vector of neuron {} is zero or not proved to be nonzero: its harmonics have no "
              "direction",
              l + 1));
        }
        sizes.radius = sizes.weight.front();
        sizes.inverse_radius = upper_bound(1 / sqrt(square));
      }
    }
    r.push_back(std::move(sizes));
  }
  return r;
}

/// Σ_{k≥1}c_kR^k.
Ball change(const std::vector<Ball>& c, const Ball& radius) {
  Ball sum(kErrorBoundPrecision);
  for (std::size_t k = c.size(); k-- > 1;) {
    sum = (sum + c[k]) * radius;
  }
  return sum;
}

/// The rule's table for the curve's neurons at s = 0, with room for them to move, and the largest R = 2^{−i}
/// for which they stay within it.
struct CurveTable {
  NeuronTable table;
  Ball radius;
  Ball value_bound;
};

CurveTable curve_table(const SmoothActivation& activation, const ParameterLayout& layout,
                       const std::vector<NeuronSizes>& neurons, long max_degree, Precision p) {
  Ball largest(kErrorBoundPrecision);
  Ball bias(kErrorBoundPrecision);
  for (const NeuronSizes& neuron : neurons) {
    largest = max(largest, neuron.radius);
    bias = max(bias, neuron.bias.front());
  }
  const Ball range = largest * 9 / 8;
  // The errors count linearly in what squares are summed of: they need fewer bits than the squares.
  NeuronTable table(activation, {layout.dim, max_degree, 1, range, bias + 1, p.bits() * 3 / 4}, p);
  const Ball cosine = table.rule().cosine_bound();
  const Ball sine = sqrt(square(cosine) - 1);
  Ball radius = scaled(Ball(1, kErrorBoundPrecision), 8);
  constexpr int kTries = 48;
  for (int i = 0; i < kTries; ++i, radius = scaled(radius, -1)) {
    const bool fits = std::ranges::all_of(neurons, [&](const NeuronSizes& neuron) {
      const Ball moved = change(neuron.weight, radius);
      const Ball shifted = change(neuron.bias, radius);
      return is_yes(moved * neuron.inverse_radius < scaled(Ball(1, kErrorBoundPrecision), -2)) &&
             is_yes(shifted < 1) &&
             is_yes(neuron.radius * sine + 3 * moved * cosine + shifted < range * sine);
    });
    if (fits) {
      const Ball bound = table.rule().value_bound(bias + 1);
      return {std::move(table), radius, bound};
    }
  }
  throw Exhausted("a weight vector turns too fast for its size: its harmonics have no series");
}

/// Series of |w| and, at direction[j], of component j of w/|w|.
struct PolarSeries {
  BallArray radius;
  BallArray direction;
};

PolarSeries polar_series(const arb_struct* w, long dim, long length, long bits) {
  PolarSeries r{BallArray(length), BallArray(dim * length)};
  BallArray square(length);
  BallArray scratch(length);
  for (long j = 0; j < dim; ++j) {
    _arb_poly_mullow(scratch.at(0), w + j * length, length, w + j * length, length, length, bits);
    _arb_vec_add(square.at(0), square.at(0), scratch.at(0), length, bits);
  }
  _arb_poly_sqrt_series(r.radius.at(0), square.at(0), length, length, bits);
  _arb_poly_rsqrt_series(scratch.at(0), square.at(0), length, length, bits);
  for (long j = 0; j < dim; ++j) {
    _arb_poly_mullow(r.direction.at(j * length), w + j * length, length, scratch.at(0), length, length, bits);
  }
  return r;
}

/// Series of σ(r(s)t_q + b(s)) at the rule's nodes, node q at q·length + order; high orders count for less
/// and are rounded to fewer bits.
BallArray node_series(const SmoothActivation& activation, const NeuronRule& rule, const BallArray& radius,
                      const arb_struct* bias, long length, long bits) {
  const auto nodes = static_cast<long>(rule.points().size());
  BallArray values(nodes * length);
  BallArray z(length);
  BallArray slope(length);
  BallArray scratch(ActivationSeries::kScratch * length);
  for (long q = 0; q < nodes; ++q) {
    _arb_vec_scalar_mul(z.at(0), radius.at(0), length, rule.points()[static_cast<std::size_t>(q)].raw(),
                        bits);
    _arb_vec_add(z.at(0), z.at(0), bias, length, bits);
    for (long k = 0; k < length; ++k) {
      activation.extend_series({z.at(0), values.at(q * length), slope.at(0), scratch.at(0), length}, k,
                               bits - bits * k / (2 * length));
    }
  }
  return values;
}

}  // namespace

ZonalCurve spherical_curve(const SmoothActivation& activation, const ParameterLayout& layout,
                           const BallArray& parameters, long length, long max_degree, Precision p) {
  const long bits = p.bits();
  const CurveTable sized =
      curve_table(activation, layout, sizes_of(layout, parameters, length, p), max_degree, p);
  const NeuronRule& rule = sized.table.rule();
  const auto nodes = static_cast<long>(rule.points().size());
  const Ball scale = 1 / sqrt(Ball(layout.width, p));
  // errors[k][j]: of the order-j coefficient of c_k.
  std::vector<std::vector<Ball>> errors;
  for (long k = 0; k <= max_degree; ++k) {
    std::vector<Ball> row{rule.error(sized.value_bound, k)};
    for (long j = 1; j < length; ++j) {
      row.push_back(row.back() / sized.radius);
    }
    errors.push_back(std::move(row));
  }

  ZonalCurve curve{
      layout.dim, length, layout.width, BallArray(layout.width * layout.dim * length),
      std::vector<BallArray>(static_cast<std::size_t>(max_degree) + 1, BallArray(layout.width * length))};
  BallArray coefficients(length);
  for (long l = 0; l < layout.width; ++l) {
    const arb_struct* w = parameters.at(layout.inner(l) * length);
    const PolarSeries polar = polar_series(w, layout.dim, length, bits);
    _arb_vec_set(curve.points.at(l * layout.dim * length), polar.direction.at(0), layout.dim * length);
    const BallArray values =
        node_series(activation, rule, polar.radius, w + layout.dim * length, length, bits);
    for (long k = 0; k <= max_degree; ++k) {
      const auto degree = static_cast<std::size_t>(k);
      for (long j = 0; j < length; ++j) {
        arb_struct* c = coefficients.at(j);
        arb_dot(c, nullptr, 0, sized.table.value_weights(k), 1, values.at(j), length, nodes, bits);
        arb_add_error(c, errors[degree][static_cast<std::size_t>(j)].raw());
      }
      arb_struct* amplitude = curve.amplitudes[degree].at(l * length);
      _arb_poly_mullow(amplitude, coefficients.at(0), length, parameters.at(layout.outer(l) * length), length,
                       length, bits);
      _arb_vec_scalar_mul(amplitude, amplitude, length, scale.raw(), bits);
    }
  }
  arb_struct* constant = curve.amplitudes.front().at(0);
  _arb_vec_add(constant, constant, parameters.at(layout.output_bias() * length), length, bits);
  return curve;
}

}  // namespace ntkcert
