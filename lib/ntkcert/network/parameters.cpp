#include "ntkcert/network/parameters.hpp"

#include <fmt/core.h>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/network/normal.hpp"

namespace ntkcert {

ExactParameters draw_parameters(long width, long dim, const InitialLaw& law, std::uint64_t seed) {
  const bool doubled = law.scheme == InitialScheme::doubled;
  if (width < 1 || (doubled && width % 2 != 0)) {
    throw InvalidInput(
        fmt::format("width {}: {} is needed", width,
                    doubled ? "an even number of at least 2 (doubled initialisation)" : "at least 1"));
  }
  if (dim < 2) {
    throw InvalidInput(fmt::format("dimension {}: at least 2 is needed", dim));
  }
  const ParameterLayout layout{width, dim};
  std::vector<Rational> values(static_cast<std::size_t>(layout.size()));
  const auto at = [&values](long i) -> Rational& { return values[static_cast<std::size_t>(i)]; };
  NormalSampler sampler(seed);
  const long drawn = doubled ? width / 2 : width;
  for (long neuron = 0; neuron < drawn; ++neuron) {
    for (long j = 0; j <= dim; ++j) {
      at(layout.inner(neuron) + j) = exact_rational(sampler.normal());
    }
    at(layout.outer(neuron)) =
        law.outer == OuterLaw::sign ? Rational(sampler.sign()) : exact_rational(sampler.normal());
  }
  for (long neuron = drawn; neuron < width; ++neuron) {
    for (long j = 0; j <= dim; ++j) {
      at(layout.inner(neuron) + j) = at(layout.inner(neuron - drawn) + j);
    }
    at(layout.outer(neuron)) = -at(layout.outer(neuron - drawn));
  }
  return {layout, std::move(values)};
}

}  // namespace ntkcert
