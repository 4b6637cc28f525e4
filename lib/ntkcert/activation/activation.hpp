#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "ntkcert/activation/dual.hpp"
#include "ntkcert/activation/hermite_series.hpp"
#include "ntkcert/ball/ball.hpp"

namespace ntkcert {

/// An activation function σ: R → R.
class Activation {
 public:
  Activation() = default;
  Activation(const Activation&) = delete;
  Activation& operator=(const Activation&) = delete;
  virtual ~Activation() = default;

  /// The text under which find_activation knows it, parameters as fractions in lowest terms.
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Encloses {σ(x) : x in z}, close to the hull also when z is wide.
  [[nodiscard]] virtual Ball value(const Ball& z) const = 0;

  /// The dual activation at a variance q > 0, at the precision of q.
  [[nodiscard]] virtual std::unique_ptr<const DualActivation> dual(const Ball& variance) const = 0;
  /// The Hermite coefficients a_p of x ↦ σ(√q x), at the precision of q; null if they fall too slowly to sum.
  [[nodiscard]] virtual std::unique_ptr<const HermiteSeries> hermite_series(const Ball& variance) const = 0;
  /// True if and only if a_p = 0 for every p ≥ k with p ≡ k (mod 2); for no σ here it depends on q.
  [[nodiscard]] virtual bool hermite_vanish_from(long k) const = 0;
  /// Whether σ is weakly differentiable with E[σ'(√q Z)²] < ∞, Z standard normal: without that there is no
  /// limiting NTK, and DualActivation's derivatives are the whole line.
  [[nodiscard]] virtual bool is_weakly_differentiable() const { return true; }
};

/// |σ(0)| and suprema over the real line; `value` = sup|σ| is absent when σ is unbounded.
/// `first`, `second`, `third`: sup|σ'|, sup|σ''|, sup|σ'''| (L_1, L_2, L_3).
struct SupBounds {
  Ball at_zero;
  std::optional<Ball> value;
  Ball first;
  Ball second;
  Ball third;
};

/// Upper bounds of |σ|, |σ'| and |σ''| on the strip {z : |Im z| ≤ y}, where σ is analytic; `value` is the
/// whole line when σ is unbounded.
struct StripBounds {
  Ball value;
  Ball derivative;
  Ball second_derivative;
};

/// Storage for the Taylor coefficients in t of z(t), σ(z(t)) and σ'(z(t)). All arrays belong to the caller;
/// `value` and `derivative` have room for `capacity` coefficients, `scratch` for kScratch·capacity, which
/// must survive from one order to the next.
struct ActivationSeries {
  static constexpr long kScratch = 3;

  const arb_struct* z;
  arb_struct* value;
  arb_struct* derivative;
  arb_struct* scratch;
  long capacity;
};

/// Computed Taylor coefficients of z(t), σ(z(t)), σ'(z(t)), to read.
struct ActivationCoefficients {
  const arb_struct* z;
  const arb_struct* value;
  const arb_struct* derivative;
};

/// An activation that is analytic on a strip around the real line, with bounded first three derivatives: what
/// the gradient flow needs (ReLU is not among them: it is not C²).
class SmoothActivation : public Activation {
 public:
  /// Enclose {σ'(x) : x in z} and {σ''(x) : x in z}, close to the hull also when z is wide.
  [[nodiscard]] virtual Ball derivative(const Ball& z) const = 0;
  [[nodiscard]] virtual Ball second_derivative(const Ball& z) const = 0;

  /// The least bounds, enclosed at precision p.
  [[nodiscard]] virtual SupBounds sup_bounds(Precision p) const = 0;
  /// Bounds for the largest y of the ball, y ≥ 0; empty if σ is not proved to be analytic on that strip with
  /// bounded derivatives.
  [[nodiscard]] virtual std::optional<StripBounds> strip_bounds(const Ball& y) const = 0;

  /// Given z_0..z_k and the coefficients of orders below k, computes those of order k (rounded to `bits`);
  /// call it for k = 0, 1, 2, … in turn.
  virtual void extend_series(const ActivationSeries& series, long k, long bits) const = 0;
  /// The coefficients of orders below `length` of σ''(z(t)) from those of z, σ(z) and σ'(z).
  virtual void second_derivative_series(const ActivationCoefficients& series, arb_struct* result, long length,
                                        long bits) const = 0;
};

}  // namespace ntkcert
