#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ntkcert/ball/exact.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "tests/spectrum/spectral_cases.hpp"

namespace ntkcert::testing {

/// Weights on the sphere of radius R; biases uniform on [−B, B], or Gaussian of the variance, 0 for none.
inline Architecture on_sphere(const std::string& activation, const Rational& radius,
                              const std::optional<Rational>& bound, const Rational& variance,
                              KernelKind kind = KernelKind::ntk) {
  Architecture a = Architecture::paper(find_activation(activation), kind);
  a.weight_radius = radius;
  a.bias_bound = bound;
  a.bias_variance = bound ? Rational(1) : variance;
  return a;
}

inline Architecture trained(Architecture a, TrainedParameters parameters) {
  a.trained = parameters;
  return a;
}

inline std::string describe_laws(const Architecture& a) {
  return std::string(a.activation->name()) + " " + a.weight_law() + " " + a.bias_law();
}

/// A value of another program, its last digit within a unit.
struct OracleValue {
  std::string_view text;
  [[nodiscard]] Ball ball(Precision p) const {
    const std::size_t e = text.find('e');
    const std::string_view digits = text.substr(0, e);
    const auto places = static_cast<long>(digits.size() - digits.find('.') - 1);
    const std::string unit = "1e-" + std::to_string(places);
    const Ball scale =
        e == std::string_view::npos ? Ball(1, p) : Ball(parse_rational("1" + std::string(text.substr(e))), p);
    return Ball(parse_rational(text), p).widened(Ball(parse_rational(unit), p) * scale);
  }
};

/// Σλ_kN(d,k) over degrees 0..K.
inline Ball mass(const Architecture& a, const SpectralAlgorithm& algorithm, long d, long last, Precision p) {
  const std::vector<long> degrees = nonzero_degrees(a, degrees_up_to(last));
  const std::vector<Ball> values = algorithm.compute({a, d, degrees}, p);
  Ball sum(p);
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    sum += values[i] * Ball(multiplicity(d, degrees[i]), p);
  }
  return sum;
}

}  // namespace ntkcert::testing
