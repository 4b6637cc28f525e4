#include "ntkcert/spectrum/composed_series.hpp"

#include <memory>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {
namespace {

/// Truncated dual series of one layer, and the full values at ρ = 1.
struct LayerSeries {
  LayerSeries(const Activation& activation, const Ball& variance)
      : value(variance.precision()), derivative(variance.precision()) {
    const Precision p = variance.precision();
    const auto hermite = activation.hermite_series(variance);
    const long terms = hermite->length_for(scaled(Ball(1, Precision(64)), -p.bits()));
    const BallArray squares = hermite->squares(terms);
    for (long i = terms - 1; i >= 0; --i) {
      arb_poly_set_coeff_arb(value.raw(), i, squares.at(i));
    }
    derivative = value.derivative() * (1 / variance);
    const Ball rest = hull(Ball(p), hermite->tail(terms));
    const Ball one(1, p);
    value_at_one = value(one) + rest;
    derivative_at_one = derivative(one) + rest / variance;
  }

  Polynomial value;
  Polynomial derivative;
  Ball value_at_one;
  Ball derivative_at_one;
};

/// outer(inner) below x^length.
Polynomial compose(const Polynomial& outer, const Polynomial& inner, long length) {
  const Polynomial shifted = outer.shifted(inner.coefficient(0));
  Polynomial rest = inner;
  rest.set_coefficient(0, Ball(inner.precision()));
  Polynomial result(inner.precision());
  arb_poly_compose_series(result.raw(), shifted.raw(), rest.raw(), length, inner.precision().bits());
  return result;
}

Polynomial product(const Polynomial& a, const Polynomial& b, long length) {
  Polynomial result(a.precision());
  arb_poly_mullow(result.raw(), a.raw(), b.raw(), length, a.precision().bits());
  return result;
}

Polynomial constant(const Ball& c) {
  Polynomial result(c.precision());
  result.set_coefficient(0, c);
  return result;
}

}  // namespace

ComposedSeries composed_series(const Architecture& architecture, long length, Precision p) {
  const Ball weight(architecture.weight_variance, p);
  const Ball bias(architecture.bias_variance, p);
  const Ball one(1, p);
  Ball variance(architecture.preactivation_variance(), p);  // q_h
  Ball tangent_at_one = variance;                           // Θ^h(1)
  Polynomial correlation(p);                                // ρ_h
  correlation.set_coefficient(1, one);
  Polynomial tangent = correlation * variance;  // Θ^h
  for (long h = 1;; ++h) {
    const LayerSeries layer(*architecture.activation, variance);
    const Polynomial outer = compose(layer.value, correlation, length) * weight;
    const Polynomial hidden =
        product(compose(layer.derivative, correlation, length), tangent, length) * weight;
    const Ball outer_at_one = weight * layer.value_at_one;
    const Ball hidden_at_one = weight * layer.derivative_at_one * tangent_at_one;
    if (h == architecture.depth) {
      Polynomial kernel = constant(bias);
      Ball at_one = bias;
      if (architecture.has_outer_term()) {
        kernel = kernel + outer;
        at_one += outer_at_one;
      }
      if (architecture.has_hidden_term()) {
        kernel = kernel + hidden;
        at_one += hidden_at_one;
      }
      Ball missing = at_one - kernel(one);
      return {std::move(kernel), std::move(missing)};
    }
    const Polynomial covariance = outer + constant(bias);
    variance = bias + outer_at_one;
    correlation = covariance * (1 / variance);
    tangent = covariance + hidden;
    tangent_at_one = variance + hidden_at_one;
  }
}

}  // namespace ntkcert
