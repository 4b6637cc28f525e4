#pragma once

#include <algorithm>
#include <optional>
#include <utility>

#include "ntkcert/ball/complex_ball.hpp"

namespace ntkcert {

/// E[σ(X)σ(Y)] and E[σ'(X)σ'(Y)] at one argument.
template <typename Number>
struct DualPair {
  Number value;
  Number derivative;
};

/// A dual at a real angle: what a layer needs of it.
struct RealAngleValues {
  DualPair<Ball> pair;
  Ball cosine;  ///< cos ω
  Ball drop;    ///< Σ(1) − Σ(cos ω) at the midpoint of ω
};

/// The part of a ball of correlations that lies in [−1, 1]; empty if none does.
struct CorrelationRange {
  Dyadic lower;
  Dyadic upper;
};
[[nodiscard]] inline std::optional<CorrelationRange> cut_correlation(const Ball& correlation) {
  const CorrelationRange range{std::max(correlation.lower(), Dyadic(-1)),
                               std::min(correlation.upper(), Dyadic(1))};
  return range.lower <= range.upper ? std::optional(range) : std::nullopt;
}

/// The dual of an activation σ at a variance q > 0: for centred Gaussians X, Y of variance q and correlation
/// ρ,
///   value(ρ) = E[σ(X)σ(Y)] = Σ_p a_p²ρ^p,  derivative(ρ) = E[σ'(X)σ'(Y)] = q^{−1}Σ_p p·a_p²ρ^{p−1},
/// a_p = E[σ(√q Z)He_p(Z)]/√p! (Daniely, Frostig, Singer, arXiv 1602.05897). Both are polynomials or power
/// series in ρ with nonnegative coefficients.
class DualActivation {
 public:
  explicit DualActivation(Ball variance) : variance_(std::move(variance)) {}
  DualActivation(const DualActivation&) = delete;
  DualActivation& operator=(const DualActivation&) = delete;
  virtual ~DualActivation() = default;

  [[nodiscard]] const Ball& variance() const { return variance_; }
  [[nodiscard]] Precision precision() const { return variance_.precision(); }

  /// Encloses both for every ρ of the ball in [−1, 1], which it must meet (else whole lines); close to the
  /// hull also for wide balls.
  [[nodiscard]] virtual DualPair<Ball> at(const Ball& correlation) const = 0;

  /// Encloses both at ρ = cos ω for every ω of the rectangle: for thin real ω in [0, π], where it is free of
  /// the cancellation of ρ near ±1, and for complex ω as the analytic continuation. Whole planes where there
  /// is none, or none is known.
  [[nodiscard]] virtual DualPair<ComplexBall> at_angle(const ComplexBall& angle) const = 0;
  [[nodiscard]] virtual bool has_continuation() const = 0;

  /// The same for every real ω of the ball in [0, π], whose midpoint must be there, with cos ω and the drop
  /// Σ(1) − Σ(cos ω) at the midpoint, to an absolute error of about 2^{−p}ω: so arccos of the next
  /// correlation keeps its digits at small angles. Empty if the dual has no such formula.
  [[nodiscard]] virtual std::optional<RealAngleValues> at_real_angle(const Ball& /*angle*/) const {
    return std::nullopt;
  }

  /// Upper bounds of |value| and |derivative|, continued as analytic functions of ω less at most `remainder`,
  /// wherever |ω| ≤ angle and |cos ω| ≤ correlation; infinite where there is no such bound. An unbounded
  /// `angle` says that only cos ω is analytic there.
  [[nodiscard]] virtual DualPair<Ball> bounds(const Ball& angle, const Ball& correlation) const = 0;
  /// A bound, for −1 ≤ ρ ≤ 1, of what `bounds` leaves out: of value + qρ·derivative, and of value alone.
  [[nodiscard]] virtual Ball remainder() const { return Ball(precision()); }

 private:
  Ball variance_;
};

}  // namespace ntkcert
