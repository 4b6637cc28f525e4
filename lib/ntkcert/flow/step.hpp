#pragma once

#include <vector>

#include "ntkcert/ball/ball_array.hpp"
#include "ntkcert/ball/dyadic.hpp"
#include "ntkcert/ball/taylor_model.hpp"

namespace ntkcert {

/// Upper bounds that hold at every s ∈ [0, length] of a step, for every sample and every ϑ with |ϑ − θ̃(s)| ≤
/// radius, θ̃ the approximate trajectory.
struct StepBounds {
  Ball defect;              // |δ(s)|, δ = θ̃' + ∇Φ(θ̃)
  Ball speed;               // |θ̃'(s)|
  Ball gradient;            // ‖∇f(x_i; θ̃(s))‖
  Ball network_hessian;     // ‖∇²f(x_i; ϑ)‖
  Ball risk_hessian;        // ‖∇²Φ(ϑ)‖
  Ball residual_tail;       // what the polynomial of f(x_i; θ̃(s)) − y_i leaves out
  Ball residual_rate_tail;  // what its derivative's polynomial leaves out
  Ball kernel_tail;         // what the polynomials of K(x_i, x_j; θ̃(s)), of the step's order, leave out
};

/// One time step: for s ∈ [0, length] the flow satisfies |θ_{start+s} − θ̃(s)| ≤ radius, θ̃(s) = Σ_{k≤order}
/// θ̃_k s^k, θ̃_k exact.
struct Step {
  Dyadic start;
  Dyadic length;
  /// Bound of the Euclidean distance for the whole step.
  Dyadic radius;
  long order;
  /// θ̃_k of parameter q at index q·(order+1) + k; radii zero.
  BallArray parameters;
  /// Taylor coefficients of f(x_i; θ̃(s)) − y_i at index i·(order+1) + k.
  BallArray residuals;
  /// ∫ of the logarithmic norm bound over the step.
  Ball growth;
  StepBounds bounds;

  [[nodiscard]] Dyadic end() const { return start + length; }
};

/// What the TRUE flow does on a step, as functions of s = t − start ∈ [0, length].
struct StepModels {
  /// r_t(x_i) = f(x_i; θ_t) − y_i, i = 1..n.
  std::vector<TaylorModel> residual;
  /// ∂_t f(x_i; θ_t) = Df(x_i)[−∇Φ(θ_t)], i = 1..n.
  std::vector<TaylorModel> residual_rate;
  /// (1/n)Σ r_t(x_i)² = 2Φ.
  TaylorModel residual_square;
  /// |∇Φ(θ_t)|².
  TaylorModel gradient_square;
  /// |θ_t − θ_0|².
  TaylorModel displacement_square;
};

}  // namespace ntkcert
