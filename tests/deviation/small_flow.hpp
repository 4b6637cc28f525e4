#pragma once

#include <memory>

#include "ntkcert/deviation/flow_pieces.hpp"
#include "ntkcert/flow/integrate.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"
#include "ntkcert/network/tangent_kernel.hpp"
#include "tests/flow/example_flow.hpp"

/// A certified flow of a tiny network, and the pieces of one of its steps.
namespace small_flow {

using namespace ntkcert;

inline const Trajectory& trajectory() {
  static const Trajectory flow =
      integrate(ntkcert::testing::example_flow("tanh", {4, 3, 2}, 2, Precision(96)));
  return flow;
}

/// A step away from the start.
inline const Step& step() { return trajectory().steps().back(); }

inline std::shared_ptr<FlowPieces> pieces() {
  auto r = std::make_shared<FlowPieces>();
  r->enter(step().start, trajectory().models(step()), trajectory().gram(step()));
  return r;
}

/// Φ from the network's own values at a time, another route than the models.
inline Ball risk_at(const Rational& t) {
  const FlowProblem& problem = trajectory().problem();
  const Vector values = trajectory().enclosure_at(t).values(problem.points);
  Ball sum(problem.precision);
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += square(values[i] - problem.labels[i]);
  }
  return sum / (2 * static_cast<long>(values.size()));
}

}  // namespace small_flow
