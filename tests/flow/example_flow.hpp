#pragma once

#include <string>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/flow/problem.hpp"
#include "ntkcert/network/target.hpp"

namespace ntkcert::testing {

struct Shape {
  long width;
  long size;
  long dim;
};

/// A drawn network, points and a target of degrees 1 and 2.
inline FlowProblem example_flow(const std::string& activation, const Shape& shape, const Rational& horizon,
                                Precision p, InitialScheme scheme = InitialScheme::doubled) {
  std::vector<Rational> direction(static_cast<std::size_t>(shape.dim), 0);
  direction[0] = 1;
  direction[1] = -2;
  const Target target({{1, 1, direction}, {2, Rational(1, 2), direction}}, shape.dim);
  Points points = Samples::draw(shape.size, shape.dim, 7).points(p);
  Vector labels = target.values(points);
  const ExactParameters initial = draw_parameters(shape.width, shape.dim, {scheme, OuterLaw::sign}, 3);
  return {Network(find_smooth_activation(activation), initial, p), std::move(points), std::move(labels),
          horizon, p};
}

}  // namespace ntkcert::testing
