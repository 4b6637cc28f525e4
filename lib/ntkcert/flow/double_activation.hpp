#pragma once

#include <optional>
#include <string_view>

#include "ntkcert/floating/elementary.hpp"
#include "ntkcert/floating/elementary_bounds.hpp"

namespace ntkcert {

/// The Taylor recurrences of the activations that the double tier knows, as templates over the operations:
/// Operations computes series of a pair (neuron, sample) in lanes (double_sweep.cpp), or bounds of their
/// sizes and errors (double_majorant.cpp), so that the bounds are about the recurrence that runs.
///
/// An activation keeps kSeries series, numbered from 0: among them kValue (σ(z)), kSlope (σ'(z)), kSpeed (k
/// z_k), and kArgument (z itself) or none. `start` makes order 0 from z_0, `extend` order k ≥ 1 from lower
/// ones after z_k and k z_k are there. With u_k of series u, the operations are:
///   chain(t, u, v): t_k = Σ_{j=1..k} u_j v_{k−j};  integral(t, u, v, f): t_k = (f/k)·Σ_{j=1..k} u_j v_{k−j},
///   f a power of two up to sign;  product(t, u, v): t_k = Σ_{j=0..k} u_j v_{k−j};  sum_of_product(t, b, u,
///   v): t_k = b_k + Σ_{j=0..k} u_j v_{k−j};  complement_of_square(t, u): t_k = [k = 0] − Σ u_j u_{k−j};
///   without_square(t, b, u): t_k = b_k − Σ u_j u_{k−j}.
/// `curvature(o, t)` makes order k of σ''(z) in t, with `t` a series of its own and `t + 1` for what it
/// needs.

/// How a function of z_0 is off: `error`, the kernel's in units of 2^{−53}, and `relative`, that of the
/// value; `slope` = sup|f'| and `condition` = sup|z f'(z)|, if finite, as upper bounds.
struct KernelErrors {
  double error;
  double relative;
  double slope;
  std::optional<double> condition;
};

struct TanhRecurrence {
  enum : long { kSpeed, kValue, kSlope, kSeries, kArgument = -1 };
  /// sup|z tanh' z| = 0.4478 at 0.7717.
  static constexpr KernelErrors kValueErrors{floating::kTanhError, 0, 1, 0.448};

  template <typename Operations>
  NTKCERT_INLINE static void start(Operations& o) {
    o.template kernel<floating::tanh>(kValue, kValueErrors);
    o.complement_of_square(kSlope, kValue);
  }
  template <typename Operations>
  NTKCERT_INLINE static void extend(Operations& o) {
    o.integral(kValue, kSpeed, kSlope, 1);
    o.complement_of_square(kSlope, kValue);
  }
  /// −2σσ'.
  template <typename Operations>
  NTKCERT_INLINE static void curvature(Operations& o, long target) {
    o.product(target, kValue, kSlope, -2);
  }
};

/// y = zz', (σ')' = −2yσ'.
struct ErfRecurrence {
  enum : long { kArgument, kSpeed, kHalfSquareSpeed, kSlope, kValue, kSeries };
  /// sup|erf'| = 2/√π, sup|z erf'(z)| = √(2/(πe)) = 0.4840; sup|erf''| = 0.96789, sup|z erf''(z)| = 4/(e√π) =
  /// 0.8303.
  static constexpr KernelErrors kValueErrors{floating::kErfError, 0, 1.1284, 0.4841};
  static constexpr KernelErrors kSlopeErrors{floating::kErfSlopeError, 0, 0.9679, 0.8304};

  template <typename Operations>
  NTKCERT_INLINE static void start(Operations& o) {
    o.template kernels<floating::erf_and_slope>(kValue, kValueErrors, kSlope, kSlopeErrors);
  }
  template <typename Operations>
  NTKCERT_INLINE static void extend(Operations& o) {
    o.chain(kHalfSquareSpeed, kSpeed, kArgument);
    o.integral(kSlope, kHalfSquareSpeed, kSlope, -2);
    o.integral(kValue, kSpeed, kSlope, 1);
  }
  /// −2zσ'.
  template <typename Operations>
  NTKCERT_INLINE static void curvature(Operations& o, long target) {
    o.product(target, kArgument, kSlope, -2);
  }
};

/// p = σ', p' = (p − p²)z'.
struct SoftplusRecurrence {
  enum : long { kSpeed, kSlope, kCurvature, kValue, kSeries, kArgument = -1 };
  /// sup|z p'(z)| = 0.22388.
  static constexpr KernelErrors kSlopeErrors{floating::kLogisticError, 0, 0.25, 0.2239};
  static constexpr KernelErrors kValueErrors{floating::kSoftplusError, 2, 1, std::nullopt};

  template <typename Operations>
  NTKCERT_INLINE static void start(Operations& o) {
    o.template kernels<floating::logistic_and_softplus>(kSlope, kSlopeErrors, kValue, kValueErrors);
    o.without_square(kCurvature, kSlope, kSlope);
  }
  template <typename Operations>
  NTKCERT_INLINE static void extend(Operations& o) {
    o.integral(kSlope, kSpeed, kCurvature, 1);
    o.integral(kValue, kSpeed, kSlope, 1);
    o.without_square(kCurvature, kSlope, kSlope);
  }
  template <typename Operations>
  NTKCERT_INLINE static void curvature(Operations& o, long target) {
    o.copy(target, kCurvature);
  }
};

/// σ = zΦ, σ' = Φ + zφ; y = zz', φ' = −yφ, Φ' = φz'.
struct GeluRecurrence {
  enum : long { kArgument, kSpeed, kHalfSquareSpeed, kDensity, kDistribution, kValue, kSlope, kSeries };
  /// sup φ = 0.39895, sup|zφ| = e^{−1/2}/√(2π) = 0.24198; sup|φ'| = 0.24198, sup|z²φ| = 2/(e√(2π)) = 0.29353.
  static constexpr KernelErrors kDistributionErrors{floating::kNormalError, 0, 0.399, 0.242};
  static constexpr KernelErrors kDensityErrors{floating::kNormalDensityError, 0, 0.242, 0.2936};

  template <typename Operations>
  NTKCERT_INLINE static void start(Operations& o) {
    o.template kernels<floating::normal_distribution>(kDistribution, kDistributionErrors, kDensity,
                                                      kDensityErrors);
    finish(o);
  }
  template <typename Operations>
  NTKCERT_INLINE static void extend(Operations& o) {
    o.chain(kHalfSquareSpeed, kSpeed, kArgument);
    o.integral(kDensity, kHalfSquareSpeed, kDensity, -1);
    o.integral(kDistribution, kSpeed, kDensity, 1);
    finish(o);
  }
  /// 2φ − z·zφ.
  template <typename Operations>
  NTKCERT_INLINE static void curvature(Operations& o, long target) {
    o.product(target + 1, kArgument, kDensity, 1);
    o.product(target, kArgument, target + 1, -1);
    o.add_twice(target, kDensity);
  }

 private:
  template <typename Operations>
  NTKCERT_INLINE static void finish(Operations& o) {
    o.product(kValue, kArgument, kDistribution, 1);
    o.sum_of_product(kSlope, kDistribution, kArgument, kDensity);
  }
};

enum class DoubleActivation { tanh, erf, softplus, gelu };

/// Empty for an activation that the double tier does not know.
[[nodiscard]] inline std::optional<DoubleActivation> double_activation(std::string_view name) {
  if (name == "tanh") {
    return DoubleActivation::tanh;
  }
  if (name == "erf") {
    return DoubleActivation::erf;
  }
  if (name == "softplus") {
    return DoubleActivation::softplus;
  }
  if (name == "gelu") {
    return DoubleActivation::gelu;
  }
  return std::nullopt;
}

/// visit(Recurrence{}) for the activation's recurrence.
template <typename Visit>
auto with_recurrence(DoubleActivation activation, Visit&& visit) {
  switch (activation) {
    case DoubleActivation::tanh:
      return visit(TanhRecurrence{});
    case DoubleActivation::erf:
      return visit(ErfRecurrence{});
    case DoubleActivation::softplus:
      return visit(SoftplusRecurrence{});
    case DoubleActivation::gelu:
      break;
  }
  return visit(GeluRecurrence{});
}

}  // namespace ntkcert
