#pragma once

#include <vector>

#include "ntkcert/ball/complex_ball.hpp"
#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert {

/// An ellipse |x/major|² + |y/minor|² ≤ 1 around a real center.
struct AngleEllipse {
  Ball center;
  Ball major;
  Ball minor;
};

/// The NNGP kernel κ(cos θ) of step networks of any depth L with Gaussian weights, in the angles ω_h of
/// Architecture's correlations: sin(ω_1/2) = s·sin(θ/2), s² = v₁/(v₁ + b), and as Σ^h = (π − ω_h)/2π,
///   sin²(ω_{h+1}/2) = cω_h, c = v/(4π(b + v/2)),  κ = b + v(π − ω_L)/2π.
/// ω_2 is about 2√(cω_1): analytic at 0 in no power of θ that is the same for all depths, but on the right
/// half-plane (docs/theory.md, "Step networks of several layers"). Immutable.
class StepKernel {
 public:
  [[nodiscard]] static bool applies_to(const Architecture& architecture);
  /// For an architecture it applies to.
  StepKernel(const Architecture& architecture, Precision p);

  [[nodiscard]] Ball at_one() const;
  /// κ(cos θ) for every θ of the ball in (0, π], to the relative precision of θ.
  [[nodiscard]] Ball at_angle(const Ball& theta) const;
  /// Encloses the composition of the layers by principal branches on the rectangle. If `analytic`, it is the
  /// whole plane unless the composition is proved to be analytic on the rectangle.
  [[nodiscard]] ComplexBall continuation(const ComplexBall& theta, bool analytic) const;
  /// An upper bound of |κ| on the closed ellipse, on which it is analytic; infinite if that is not proved.
  [[nodiscard]] Ball ellipse_bound(const AngleEllipse& ellipse) const;

 private:
  [[nodiscard]] Ball value(const Ball& angle) const;

  long depth_;
  bool has_bias_;
  Ball bias_variance_;
  Ball weight_variance_;
  Ball slope_;  ///< s
  Ball gain_;   ///< c
};

}  // namespace ntkcert
