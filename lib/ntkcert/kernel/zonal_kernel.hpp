#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ntkcert/activation/dual.hpp"
#include "ntkcert/ball/complex_ball.hpp"
#include "ntkcert/kernel/angle_map.hpp"
#include "ntkcert/kernel/architecture.hpp"
#include "ntkcert/sphere/quadrature.hpp"

namespace ntkcert {

/// The infinite-width kernel κ of an architecture as a function of u = ⟨x,x'⟩, |x| = |x'| = 1, by the
/// recursion of Architecture in the correlations ρ_h = q^h(u)/q^h(1), ρ_1 = (v₁u + b)/(v₁ + b): q^{h+1} = b +
/// vΣ^h(ρ_h), Σ^h and Σ̇^h the dual activations at the variance q_h = q^h(1). Immutable; all evaluations are
/// at its precision and may run in parallel.
class ZonalKernel {
 public:
  /// Throws InvalidInput as Architecture::check does, and for weights on a sphere.
  ZonalKernel(const Architecture& architecture, Precision p);

  [[nodiscard]] Precision precision() const { return bias_variance_.precision(); }

  /// Encloses κ(u) for every u of the ball that lies in [−1, 1]; the whole line if none does. Exact u give
  /// the kernel's precision, wide balls an enclosure somewhat larger than the hull.
  [[nodiscard]] Ball operator()(const Ball& u) const;
  /// κ(1), the trace of the integral operator.
  [[nodiscard]] Ball at_one() const;

  /// κ(cos θ) for thin real θ in [0, π]. It loses no digits near the ends, where κ need not be analytic in u:
  /// the first layer's angle is ω_1 = arccos ρ_1 = 2asin(s·sin(θ/2)), s² = v₁/(v₁ + b), and further ones
  /// follow by AngleMap (or, for duals that are power series in ρ, directly by correlations).
  [[nodiscard]] Ball at_angle(const Ball& theta) const;

  /// Whether θ ↦ κ(cos θ) is known to be analytic on the open interval (0, π) and at its ends, by
  /// `continuation`.
  [[nodiscard]] bool has_continuation() const;
  /// Encloses F on the rectangle, or is the whole plane: F is the composition of the layers with principal
  /// branches, analytic on every rectangle where the enclosure is finite, and κ(cos θ) on [0, π]. So it is
  /// the analytic continuation of κ(cos θ) to every connected set of such rectangles that meets [0, π].
  [[nodiscard]] ComplexBall continuation(const ComplexBall& theta) const;
  /// About continuation(θ), for a fraction of the cost: without the errors of the layers' angles, so no
  /// enclosure, and with fewer digits near 0.
  [[nodiscard]] ComplexBall approximate_continuation(const ComplexBall& theta) const;

  /// An upper bound on the ellipse of |F|, for an F analytic there that differs from κ(cos θ) on [0, π] by at
  /// most remainder(); infinite if F is not proved to be analytic there. It is in closed form for one layer
  /// (docs/theory.md, "The kernel of one hidden layer on an ellipse") and for duals that are power series in
  /// ρ
  /// (|ρ_{h+1}| ≤ ρ_{h+1}(|ρ_h|)); else the ellipse's boundary is covered with rectangles, which is enough
  /// for the inside, too ("Kernels of several hidden layers").
  [[nodiscard]] Ball ellipse_bound(const BernsteinEllipse& ellipse) const;
  [[nodiscard]] Ball remainder() const;
  /// False if ellipse_bound is infinite on every ellipse.
  [[nodiscard]] bool has_ellipse_bound() const;

 private:
  struct Layer {
    std::shared_ptr<const DualActivation> dual;
    Ball next_variance;  ///< q_{h+1}
  };
  struct LayerBounds;

  [[nodiscard]] Ball finish(const DualPair<Ball>& pair, const Ball& tangent) const;
  template <typename Pairs, typename Correlations>
  [[nodiscard]] Ball recurse(const Ball& correlation, const Pairs& pairs, const Correlations& next) const;
  [[nodiscard]] Ball by_correlation(const Ball& correlation) const;
  [[nodiscard]] bool duals_have_continuation() const;
  [[nodiscard]] std::optional<Ball> through_real_angles(const Ball& theta) const;
  [[nodiscard]] ComplexBall correlation_angle(const ComplexBall& theta) const;
  /// ω_{h+1} from ω_h.
  using Step = ComplexBall (AngleMap::*)(const ComplexBall&) const;
  [[nodiscard]] ComplexBall through_angles(const ComplexBall& theta, Step step,
                                           std::vector<LayerBounds>* bounds = nullptr) const;
  [[nodiscard]] Ball angle_bound(const BernsteinEllipse& ellipse) const;
  [[nodiscard]] Ball series_bound(const BernsteinEllipse& ellipse) const;
  [[nodiscard]] Ball boundary_bound(const BernsteinEllipse& ellipse) const;

  bool has_outer_term_;
  bool has_hidden_term_;
  bool has_bias_;
  bool is_series_;  ///< the duals are power series in ρ that converge at 1 with their derivatives
  Parity parity_;
  Ball bias_variance_;
  Ball weight_variance_;
  Ball variance_;  ///< q_1
  Ball slope_;     ///< α = v₁/q_1
  std::vector<Layer> layers_;
  std::vector<AngleMap> maps_;  ///< from layer to layer, one less than layers
  std::shared_ptr<const ZonalKernel>
      rough_;  ///< the same kernel at low precision, for bounds; null if useless
};

/// ZonalKernel(architecture, 64 bits), for bounds and for what is known of the kernel at any precision. The
/// one made last is kept, for one table asks for it many times. Safe to call from several threads.
[[nodiscard]] std::shared_ptr<const ZonalKernel> bounding_kernel(const Architecture& architecture);

/// The same as ZonalKernel(architecture, p).
[[nodiscard]] ZonalKernel limiting_kernel(const Architecture& architecture, Precision p);

}  // namespace ntkcert
