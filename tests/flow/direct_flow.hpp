#pragma once

#include <arb_poly.h>

#include "ntkcert/flow/problem.hpp"
#include "ntkcert/network/hessian.hpp"

namespace ntkcert::testing {

/// Σ_k c_k s^k of `count` series of `length` coefficients, or their derivatives, as balls.
inline Vector evaluate_series(const arb_struct* coefficients, long count, long length, const Ball& s,
                              bool differentiate = false) {
  Vector result;
  for (long q = 0; q < count; ++q) {
    Ball value(s.precision());
    Ball slope(s.precision());
    _arb_poly_evaluate2(value.raw(), slope.raw(), coefficients + q * length, length, s.raw(),
                        s.precision().bits());
    result.push_back(differentiate ? slope : value);
  }
  return result;
}

inline Network with_parameters(const FlowProblem& problem, Vector parameters) {
  return {problem.initial.shared_activation(), problem.initial.layout(), std::move(parameters)};
}

inline Vector residuals_of(const FlowProblem& problem, const Network& network) {
  Vector residuals = network.values(problem.points);
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    residuals[i] -= problem.labels[i];
  }
  return residuals;
}

/// ∇Φ = Jᵀr/n.
inline Vector risk_gradient_of(const FlowProblem& problem, const Network& network) {
  Vector gradient = network.jacobian(problem.points).transposed() * residuals_of(problem, network);
  for (Ball& x : gradient) {
    x = x / problem.points.size();
  }
  return gradient;
}

inline Vector sum_of(const Vector& x, const Vector& y) {
  Vector result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result.push_back(x[i] + y[i]);
  }
  return result;
}

}  // namespace ntkcert::testing
