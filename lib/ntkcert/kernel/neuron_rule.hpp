#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/sphere/quadrature.hpp"

namespace ntkcert {

/// Precision of the error bounds of quadrature.
inline const Precision kErrorBoundPrecision{64};

/// |σ(x+iη)| ≤ at_zero + slope·|x| and |σ'(x+iη)| ≤ derivative for |η| ≤ y (docs/theory.md, "Neurons with
/// weights on a sphere").
struct StripGrowth {
  Ball at_zero;
  Ball slope;
  Ball derivative;
};

/// For y ≥ 0; empty if σ is not proved to be analytic on the strip with a bounded derivative.
[[nodiscard]] std::optional<StripGrowth> strip_growth(const SmoothActivation& activation, const Ball& y);

/// Some value near log₂ of the upper end, for heuristics.
[[nodiscard]] double log2_of_upper(const Ball& x);

/// Calls visit(ellipse) for ellipses of [0, π] from large to small.
template <typename Visit>
void for_each_ellipse(const Visit& visit) {
  constexpr int kCandidates = 80;
  for (int i = 0; i < kCandidates; ++i) {
    visit(BernsteinEllipse(1 + Ball::from_double(std::exp2(3.0 - i / 4.0), kErrorBoundPrecision)));
  }
}

/// The points of a Gauss–Legendre rule whose error, of 2^bits without points, is to be 1.
[[nodiscard]] long gauss_points(double bits, const BernsteinEllipse& ellipse);

/// What a NeuronRule is to serve: functions of the size of σ^power at z = r cos θ + b with |r| ≤ radius and
/// |b| ≤ bias, degrees up to max_degree, errors of about 2^{−bits}.
struct NeuronRange {
  long dimension;
  long max_degree;
  long power;
  Ball radius;
  Ball bias;
  long bits;
};

/// A Gauss–Legendre rule in θ for integrals c_d∫_0^π f(θ)P_k(cos θ)sin^{d−2}θ dθ of functions of z = r cos θ
/// + b, one for all degrees and neurons of the range.
class NeuronRule {
 public:
  /// Nodes and weights at precision p. Throws Exhausted if σ is not proved to be analytic on any strip that
  /// an ellipse needs, and InvalidInput for a dimension or degree out of range.
  NeuronRule(const SmoothActivation& activation, const NeuronRange& range, Precision p);

  [[nodiscard]] const NeuronRange& range() const { return range_; }
  /// cos θ_j, and c_d·w_j·sin^{d−2}θ_j.
  [[nodiscard]] const std::vector<Ball>& points() const { return points_; }
  [[nodiscard]] const std::vector<Ball>& weights() const { return weights_; }

  /// Bounds on the ellipse, of |σ(z)| for all r of the range and |b| ≤ bias, of |σ'(z)|, and of |cos θ|.
  [[nodiscard]] Ball value_bound(const Ball& bias) const;
  [[nodiscard]] const Ball& derivative_bound() const { return growth_.derivative; }
  [[nodiscard]] Ball cosine_bound() const { return cosh(ellipse_.minor); }
  /// An upper bound of the rule's error for f analytic with |f| ≤ bound on the ellipse: |P_k(cos θ)| ≤ cosh
  /// kh and |sin θ| ≤ cosh h there, h its half-height. `dimension` d may differ from the range's.
  [[nodiscard]] Ball error(const Ball& bound, long degree, long dimension) const;
  [[nodiscard]] Ball error(const Ball& bound, long degree) const {
    return error(bound, degree, range_.dimension);
  }

 private:
  NeuronRange range_;
  BernsteinEllipse ellipse_;
  StripGrowth growth_;
  long exact_degree_ = 0;
  std::vector<Ball> points_;
  std::vector<Ball> weights_;
};

}  // namespace ntkcert
