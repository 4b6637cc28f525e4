#include "ntkcert/spectrum/half_space_mean.hpp"

#include <algorithm>
#include <cmath>

#include "ntkcert/spectrum/half_space_activation.hpp"
#include "ntkcert/spectrum/size_estimate.hpp"
#include "ntkcert/sphere/funk_hecke.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "ntkcert/sphere/quadrature.hpp"

namespace ntkcert {
namespace {

/// The law of x = −b/R: uniform on [−whole, whole], of which [−inner, inner] lies in [−1, 1].
struct OffsetLaw {
  OffsetLaw(const Architecture& architecture, Precision p)
      : ratio(*architecture.bias_bound / *architecture.weight_radius),
        whole(ratio, p),
        inner(ratio < 1 ? whole : Ball(1, p)),
        complement(ratio < 1 ? Ball(Rational(1 - ratio * ratio), p) : Ball(p)) {}

  Rational ratio;
  Ball whole;
  Ball inner;       ///< X
  Ball complement;  ///< 1 − X²
};

/// (1−X²)^{m/2}, m ≥ 0.
Ball half_power(const OffsetLaw& law, long m) {
  return m % 2 == 0 ? pow(law.complement, static_cast<unsigned long>(m / 2))
                    : pow(law.complement, static_cast<unsigned long>(m / 2)) * sqrt(law.complement);
}

/// J_m = ∫_0^X(1−x²)^{m/2}dx, m ≥ −1: J_{−1} = asin X, J_0 = X, (m+1)J_m = X(1−X²)^{m/2} + m·J_{m−2}, a sum
/// of positive terms.
Ball power_integral(const OffsetLaw& law, long m) {
  Ball integral = m % 2 == 0 ? law.inner : asin(law.inner);
  for (long i = m % 2 == 0 ? 2 : 1; i <= m; i += 2) {
    integral = (law.inner * half_power(law, i) + i * integral) / (i + 1);
  }
  return integral;
}

/// What degrees 0 and 1 need, h(x) = c_d∫_0^x(1−y²)^{(d−3)/2}dy, s_0 = ½ − h: E h² and, where the coefficient
/// c_d(1−x²)^{(d−1)/2}/(d−1) − x·s_0 of (t − x)₊ is e(x) − x/2, E e².
struct LowDegrees {
  LowDegrees(const OffsetLaw& law, long d, Precision p) {
    const Ball c = funk_hecke_constant(d, p);
    const Ball a = c / (d - 1);
    const Ball& x = law.inner;
    const Ball h = c * power_integral(law, d - 3);
    const Ball low = h * half_power(law, d - 1) - c * power_integral(law, 2 * d - 4);
    const Ball high = c * power_integral(law, 2 * d - 2) - h * half_power(law, d + 1);
    const Ball cube = x * square(x);
    const Ball h_square = x * square(h) + 2 * a * low;
    const Ball e_square = square(a) * power_integral(law, 2 * d - 2) + 2 * a * high / (d + 1) +
                          cube * square(h) / 3 + 2 * c * (low / (d - 1) + high / (d + 1)) / 3;
    // Beyond 1, h = ½ and e = x/2.
    const Ball rest = law.whole - x;
    const Ball cube_rest = law.whole * square(law.whole) - cube;
    h_mean = (h_square + rest / 4) / law.whole;
    e_mean = (e_square + cube_rest / 12) / law.whole;
  }
  Ball h_mean;
  Ball e_mean;
};

/// E s_k², and E ρ_k² for the coefficients ρ_k of (t − x)₊, for 2 ≤ k ≤ K; s also for k = 1.
struct HighDegrees {
  std::vector<Ball> step;
  std::vector<Ball> relu;
};

HighDegrees high_degrees(const OffsetLaw& law, long d, long last, Precision p) {
  const auto size = static_cast<std::size_t>(last) + 1;
  HighDegrees mean{std::vector<Ball>(size, Ball(p)), std::vector<Ball>(size, Ball(p))};
  const PolarRule rule = polar_gauss_legendre(d + last + 1, p);
  const Ball pi = Ball::pi(p);
  const std::size_t n = rule.angles.size();
  for (std::size_t j = 0; 2 * j < n; ++j) {
    const Ball x = law.inner * (2 * rule.angles[j] / pi - 1);
    const Ball weight = (2 * j + 1 == n ? 1 : 2) * rule.weights[j] / pi;
    const Ball w = 1 - square(x);
    const Ball step_weight = weight * pow(w, static_cast<unsigned long>(d - 1));
    const Ball relu_weight = step_weight * square(w);
    const std::vector<Ball> step = gegenbauer_values(d + 2, last, x);
    const std::vector<Ball> relu = gegenbauer_values(d + 4, last, x);
    for (std::size_t k = 1; k < size; ++k) {
      mean.step[k] += step_weight * square(step[k - 1]);
      if (k >= 2) {
        mean.relu[k] += relu_weight * square(relu[k - 2]);
      }
    }
  }
  const Ball share = law.inner / law.whole;
  const Ball step_factor = share * square(funk_hecke_constant(d, p) / (d - 1));
  const Ball relu_factor = share * square(funk_hecke_constant(d + 2, p) / (d + 1) / d);
  for (std::size_t k = 1; k < size; ++k) {
    mean.step[k] = mean.step[k] * step_factor;
    mean.relu[k] = mean.relu[k] * relu_factor;
  }
  return mean;
}

/// C_k and g_k for k ≤ K.
struct HalfSpaceSquares {
  std::vector<Ball> value;
  std::vector<Ball> derivative;
};

HalfSpaceSquares half_space_squares(const Architecture& architecture, long d, long last, Precision p) {
  const OffsetLaw law(architecture, p);
  const HalfSpaceActivation activation = half_space_activation(*architecture.activation, p).value();
  const HighDegrees high = high_degrees(law, d, last, p);
  const LowDegrees low(law, d, p);
  const Ball quarter = scaled(Ball(1, p), -2);
  if (activation.is_step) {
    HalfSpaceSquares squares{high.step, {}};
    squares.value[0] = quarter + low.h_mean;
    return squares;
  }
  const Ball& a = activation.negative_slope;
  const Ball jump = square(1 - a);
  const Ball r2 = square(Ball(*architecture.weight_radius, p));
  HalfSpaceSquares squares{high.relu, high.step};
  for (Ball& c : squares.value) {
    c = jump * r2 * c;
  }
  for (Ball& g : squares.derivative) {
    g = jump * g;
  }
  squares.derivative[0] = jump * (quarter + low.h_mean) + a;
  squares.value[1] = r2 / d / d * (jump * (quarter + LowDegrees(law, d + 2, p).h_mean) + a);
  squares.value[0] = r2 * (jump * low.e_mean + square(1 + a) * square(law.whole) / 12);
  return squares;
}

}  // namespace

bool HalfSpaceMean::applies_to(const Architecture& architecture) const {
  return architecture.bias_bound.has_value() &&
         half_space_activation(*architecture.activation, Precision(2)).has_value();
}

Precision HalfSpaceMean::first_precision(const SpectralProblem& problem, long digits) const {
  constexpr long kSpare = 24;
  const Precision low(64);
  const Ball n(multiplicity(problem.dimension + 4, problem.largest_degree()), low);
  const double size = (log(n) / Ball::log2(low)).midpoint().approximate() / 2;
  return Precision(bits_for_digits(digits) + kSpare + static_cast<long>(size));
}

/// A rule of d + K + 1 nodes.
double HalfSpaceMean::estimated_cost(const SpectralProblem& problem, long digits) const {
  const double degree = static_cast<double>(problem.largest_degree());
  const double nodes = degree + static_cast<double>(problem.dimension + 1);
  constexpr double kNodeProducts = 1000;
  return nodes * (degree + kNodeProducts) * seconds_of_product(first_precision(problem, digits));
}

std::vector<Ball> HalfSpaceMean::compute(const SpectralProblem& problem, Precision p) const {
  const Architecture& architecture = problem.architecture;
  const long d = problem.dimension;
  const HalfSpaceSquares squares = half_space_squares(architecture, d, problem.largest_degree() + 1, p);
  const auto g = [&](long k) -> const Ball& { return squares.derivative[static_cast<std::size_t>(k)]; };
  const Ball v(architecture.weight_variance, p);
  std::vector<Ball> result;
  result.reserve(problem.degrees.size());
  for (const long k : problem.degrees) {
    Ball sum(p);
    if (architecture.has_outer_term()) {
      sum = squares.value[static_cast<std::size_t>(k)];
    }
    if (architecture.has_hidden_term()) {
      sum += g(k) + (k == 0 ? g(1) : (k * g(k - 1) + (k + d - 2) * g(k + 1)) / (2 * k + d - 2));
    }
    result.push_back(k == 0 ? v * sum + 1 : v * sum);
  }
  return result;
}

Ball HalfSpaceMean::trace(const Architecture& architecture, long dimension, Precision p) const {
  const HalfSpaceActivation activation = half_space_activation(*architecture.activation, p).value();
  Ball sum(p);
  if (architecture.has_outer_term()) {
    const Rational& r = *architecture.weight_radius;
    const Rational& b = *architecture.bias_bound;
    sum = activation.is_step ? Ball(1, p) : Ball(Rational(r * r / dimension + b * b / 3), p);
  }
  if (architecture.has_hidden_term()) {
    sum = sum + 2;
  }
  const Ball v(architecture.weight_variance, p);
  return scaled(v * (1 + square(activation.negative_slope)) * sum, -1) + 1;
}

}  // namespace ntkcert
