#include "ntkcert/spectrum/closed_form.hpp"

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/spectrum/half_space_activation.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"

namespace ntkcert {
namespace {

/// s_{2i−1}² for i = 1, 2, …, i ≤ largest/2 (at index i), from s_1² = (c_d/(d−1))².
BallArray step_squares(long dimension, long largest, Precision p) {
  BallArray squares(largest / 2 + 1);
  if (squares.size() > 1) {
    arb_set(squares.at(1), square(funk_hecke_constant(dimension, p) / (dimension - 1)).raw());
  }
  for (long i = 2; i < squares.size(); ++i) {
    const auto numerator = static_cast<ulong>(2 * i - 3);
    const auto denominator = static_cast<ulong>(2 * i - 3 + dimension);
    arb_mul_ui(squares.at(i), squares.at(i - 1), numerator * numerator, p.bits());
    arb_div_ui(squares.at(i), squares.at(i), denominator * denominator, p.bits());
  }
  return squares;
}

/// s_k² for odd k.
Ball step_square(const BallArray& squares, long k) {
  Ball result(Precision(2));
  arb_set(result.raw(), squares.at((k + 1) / 2));
  return result;
}

}  // namespace

bool ClosedForm::applies_to(const Architecture& architecture) const {
  return architecture.bias_variance == 0 && architecture.depth == 1 &&
         half_space_activation(*architecture.activation, Precision(2)).has_value();
}

Precision ClosedForm::first_precision(const SpectralProblem& problem, long digits) const {
  constexpr long kGuardBits = 16;
  long bits = bits_for_digits(digits) + kGuardBits;
  for (long k = problem.largest_degree(); k > 0; k /= 2) {
    ++bits;  // every degree adds its roundings
  }
  return Precision(bits);
}

double ClosedForm::estimated_cost(const SpectralProblem& problem, long digits) const {
  return static_cast<double>(problem.largest_degree() + 1) *
         seconds_of_product(first_precision(problem, digits));
}

std::vector<Ball> ClosedForm::compute(const SpectralProblem& problem, Precision p) const {
  const long d = problem.dimension;
  const Architecture& architecture = problem.architecture;
  const HalfSpaceActivation activation = half_space_activation(*architecture.activation, p).value();
  const BallArray squares = step_squares(d, problem.largest_degree() + 1, p);
  const Ball v(architecture.weight_variance, p);
  const Ball v1(architecture.first_weight_variance, p);
  const Ball squared_norm =
      architecture.weight_radius ? square(Ball(*architecture.weight_radius, p)) : d * v1;  // E|w|²
  const Ball outer = architecture.has_outer_term() ? squared_norm : Ball(p);
  const Ball hidden = architecture.has_hidden_term() ? v1 : Ball(p);
  const Ball even_scale = v * square(1 - activation.negative_slope);
  const Ball odd_scale = v * square(1 + activation.negative_slope);
  const auto value = [&](long k) {
    if (activation.is_step) {
      return k == 0 ? scaled(v, -2) : k % 2 != 0 ? v * step_square(squares, k) : Ball(p);
    }
    if (k == 0) {
      return even_scale * square(funk_hecke_constant(d, p) / (d - 1)) * (outer + hidden);
    }
    if (k == 1) {
      return odd_scale * (outer / d + hidden) / (4 * d);
    }
    Ball result(p);
    if (k % 2 == 0) {
      const auto m = static_cast<ulong>(k + d - 1);
      arb_mul_si(result.raw(), hidden.raw(), k * (k + d - 2) + 1, p.bits());
      arb_add(result.raw(), result.raw(), outer.raw(), p.bits());
      arb_mul(result.raw(), result.raw(), squares.at(k / 2), p.bits());
      arb_div_ui(result.raw(), result.raw(), m * m, p.bits());
      arb_mul(result.raw(), result.raw(), even_scale.raw(), p.bits());
    }
    return result;
  };
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    result.push_back(value(k));
  }
  return result;
}

Ball ClosedForm::trace(const Architecture& architecture, long dimension, Precision p) const {
  if (!architecture.weight_radius) {
    return SpectralAlgorithm::trace(architecture, dimension, p);
  }
  const HalfSpaceActivation activation = half_space_activation(*architecture.activation, p).value();
  Ball sum(p);
  if (architecture.has_outer_term()) {
    sum = activation.is_step ? Ball(1, p) : square(Ball(*architecture.weight_radius, p)) / dimension;
  }
  if (architecture.has_hidden_term()) {
    sum = sum + 1;
  }
  const Ball v(architecture.weight_variance, p);
  return scaled(v * (1 + square(activation.negative_slope)) * sum, -1);
}

}  // namespace ntkcert
