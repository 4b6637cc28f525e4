#pragma once

#include <memory>

#include "ntkcert/activation/dual.hpp"
#include "ntkcert/ball/complex_ball.hpp"
#include "ntkcert/kernel/architecture.hpp"
#include "ntkcert/sphere/quadrature.hpp"

namespace ntkcert {

/// The infinite-width kernel κ of an architecture as a function of u = ⟨x,x'⟩, |x| = |x'| = 1:
///   NNGP  κ(u) = b + v·Σ(ρ),   NTK  κ(u) = b + v·Σ(ρ) + v·qρ·Σ̇(ρ),
/// Σ and Σ̇ the dual activations at the variance q = v₁ + b, ρ(u) = (v₁u + b)/q (see Architecture). Immutable;
/// all evaluations are at its precision and may run in parallel.
class ZonalKernel {
 public:
  /// Throws InvalidInput as Architecture::check does.
  ZonalKernel(const Architecture& architecture, Precision p);

  [[nodiscard]] Precision precision() const { return bias_variance_.precision(); }

  /// Encloses κ(u) for every u of the ball that lies in [−1, 1]; the whole line if none does. Exact u give
  /// the kernel's precision, wide balls an enclosure somewhat larger than the hull.
  [[nodiscard]] Ball operator()(const Ball& u) const;
  /// κ(1), the trace of the integral operator.
  [[nodiscard]] Ball at_one() const;

  /// κ(cos θ) for thin real θ in [0, π], through ω = arccos ρ = 2asin(s·sin(θ/2)), s = √(v₁/q): it loses no
  /// digits near the ends, where κ need not be analytic in u.
  [[nodiscard]] Ball at_angle(const Ball& theta) const;

  /// Whether θ ↦ κ(cos θ) is known to be analytic on [0, π], by `continuation`.
  [[nodiscard]] bool has_continuation() const { return dual_->has_continuation(); }
  /// Encloses that analytic function on the rectangle, or is the whole plane.
  [[nodiscard]] ComplexBall continuation(const ComplexBall& theta) const;

  /// An upper bound on the ellipse of |F|, for an F analytic there that differs from κ(cos θ) on [0, π] by at
  /// most remainder(); infinite if the ellipse reaches beyond where F is proved to be analytic. Proof:
  /// docs/theory.md, "The kernel of one hidden layer on an ellipse".
  [[nodiscard]] Ball ellipse_bound(const BernsteinEllipse& ellipse) const;
  [[nodiscard]] Ball remainder() const { return weight_variance_ * dual_->remainder(); }

 private:
  [[nodiscard]] ComplexBall correlation_angle(const ComplexBall& theta) const;
  [[nodiscard]] Ball angle_bound(const BernsteinEllipse& ellipse) const;
  [[nodiscard]] Ball combine(const DualPair<Ball>& pair, const Ball& correlation) const;

  KernelKind kind_;
  bool has_bias_;
  Ball bias_variance_;
  Ball weight_variance_;
  Ball slope_;  ///< α = v₁/q
  std::shared_ptr<const DualActivation> dual_;
};

/// The same as ZonalKernel(architecture, p).
[[nodiscard]] ZonalKernel limiting_kernel(const Architecture& architecture, Precision p);

}  // namespace ntkcert
