#include "ntkcert/spectrum/closed_form.hpp"

#include "ntkcert/activation/relu.hpp"
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

}  // namespace

bool ClosedForm::applies_to(const Architecture& architecture) const {
  return dynamic_cast<const Relu*>(architecture.activation.get()) != nullptr &&
         architecture.bias_variance == 0 && architecture.depth == 1;
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
  const Ball scale(Rational(architecture.first_weight_variance * architecture.weight_variance), p);
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    const auto i = static_cast<std::size_t>(k);
    Ball value(p);
    if (architecture.has_outer_term()) {
      value = d * square(c.relu[i]);
    }
    if (architecture.has_hidden_term()) {
      value += k == 0 ? square(c.step[1])
                      : (k * square(c.step[i - 1]) + (k + d - 2) * square(c.step[i + 1])) / (2 * k + d - 2);
    }
    result.push_back(scale * value);
  }
  return result;
}

}  // namespace ntkcert
