#include "ntkcert/spectrum/closed_form.hpp"

#include "ntkcert/spectrum/half_space_activation.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"

namespace ntkcert {
namespace {

/// s_k and r_k for k = 0, …, length − 1.
struct HalfSpaceCoefficients {
  std::vector<Ball> step;
  std::vector<Ball> relu;
};

HalfSpaceCoefficients half_space_coefficients(long dimension, long length, Precision p) {
  const auto size = static_cast<std::size_t>(length);
  HalfSpaceCoefficients c{std::vector<Ball>(size, Ball(p)), std::vector<Ball>(size, Ball(p))};
  const Ball first = funk_hecke_constant(dimension, p) / (dimension - 1);
  c.step[0] = scaled(Ball(1, p), -1);
  c.step[1] = first;
  c.relu[0] = first;
  c.relu[1] = 1 / Ball(2 * dimension, p);
  for (std::size_t i = 0; i + 2 < size; ++i) {
    const auto k = static_cast<long>(i);
    if (k % 2 == 0) {
      c.relu[i + 2] = c.relu[i] * (1 - k) / (k + dimension + 1);
    } else {
      c.step[i + 2] = c.step[i] * -k / (k + dimension);
    }
  }
  return c;
}

/// 1 + (−1)^k·ratio.
Ball parity_factor(const Ball& ratio, long k) { return k % 2 == 0 ? 1 + ratio : 1 - ratio; }

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

std::vector<Ball> ClosedForm::compute(const SpectralProblem& problem, Precision p) const {
  const long d = problem.dimension;
  const Architecture& architecture = problem.architecture;
  const HalfSpaceCoefficients c = half_space_coefficients(d, problem.largest_degree() + 2, p);
  const HalfSpaceActivation activation = half_space_activation(*architecture.activation, p).value();
  const Ball v1(architecture.first_weight_variance, p);
  const Ball squared_norm =
      architecture.weight_radius ? square(Ball(*architecture.weight_radius, p)) : d * v1;  // E|w|²
  const auto value = [&](long k) {
    const auto i = static_cast<std::size_t>(k);
    return activation.is_step
               ? square(c.step[i])
               : squared_norm * square(parity_factor(-activation.negative_slope, k) * c.relu[i]);
  };
  const auto slope = [&](long k) {
    return v1 * square(parity_factor(activation.negative_slope, k) * c.step[static_cast<std::size_t>(k)]);
  };
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    Ball sum(p);
    if (architecture.has_outer_term()) {
      sum = value(k);
    }
    if (architecture.has_hidden_term()) {
      sum += k == 0 ? slope(1) : (k * slope(k - 1) + (k + d - 2) * slope(k + 1)) / (2 * k + d - 2);
    }
    result.push_back(Ball(architecture.weight_variance, p) * sum);
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
