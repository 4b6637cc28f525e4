#pragma once

#include <random>
#include <string>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/network/network.hpp"

namespace ntkcert::testing {

/// A network with independent parameters, nothing cancelled: rationals with three decimals.
inline ExactParameters random_parameters(long width, long dim, std::mt19937_64& engine) {
  ExactParameters parameters{{width, dim}, {}};
  for (long q = 0; q < parameters.layout.size(); ++q) {
    parameters.values.emplace_back(static_cast<long>(engine() % 4001) - 2000, 1000);
  }
  return parameters;
}

/// θ + step·e_q.
inline ExactParameters moved(ExactParameters parameters, long q, const Rational& step) {
  parameters.values[static_cast<std::size_t>(q)] += step;
  return parameters;
}

/// Balls of that radius, not centred, around the parameters.
inline Network wide_network(const std::string& activation, const ExactParameters& parameters,
                            const Rational& radius, Precision p) {
  Vector balls;
  for (const Rational& q : parameters.values) {
    balls.push_back(hull(Ball(q - radius / 3, p), Ball(q + 2 * radius / 3, p)));
  }
  return {find_smooth_activation(activation), parameters.layout, std::move(balls)};
}

}  // namespace ntkcert::testing
