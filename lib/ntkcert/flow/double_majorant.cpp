#include "ntkcert/flow/double_majorant.hpp"

#include <algorithm>
#include <cmath>

namespace ntkcert {
namespace {

using Bounds = std::vector<UpperBound>;

constexpr double kHalfUnit = 0x1p-53;
/// √2 rounded up.
constexpr double kRootTwo = 0x1.6a09e667f3bcdp0;
/// More than 1 + kUnit, for a rounded number in place of the exact one.
const UpperBound kOnePlus(1 + 0x1p-51);

UpperBound at(const Bounds& b, long k) { return b[static_cast<std::size_t>(k)]; }

/// The bounds that go with LaneOperations, at order k: for u_j off by at most e_j, |û_j| ≤ M_j, an exact
/// product û v̂ − uv = û(v̂−v) + (û−u)v is off by at most M e^v + e^u(M^v + e^v), and γ's index counts the
/// roundings that a term passes through.
class BoundOperations {
 public:
  BoundOperations(std::vector<SeriesBound>& series, const std::vector<Bounds>* measured, long k,
                  UpperBound preactivation, UpperBound shift)
      : series_(series), measured_(measured), k_(k), preactivation_(preactivation), shift_(shift) {}

  template <auto Kernel>
  void kernel(long target, const KernelErrors& e) {
    // Lemma 5: 2kUnit|f'(ξ)||ẑ| with |ẑ| ≤ (|ξ| + shift)/(1 − 2kUnit), ξ between z and ẑ.
    const UpperBound slope(e.slope);
    const UpperBound weighed =
        e.condition ? UpperBound(*e.condition) + slope * shift_ : slope * preactivation_;
    const UpperBound moved = UpperBound(2 * kUnit) * kOnePlus * kOnePlus * weighed + slope * shift_;
    const UpperBound size = measured_size(target);
    append(target, size, moved + UpperBound(e.error * kHalfUnit) + UpperBound(e.relative * kHalfUnit) * size);
  }
  template <auto Kernel>
  void kernels(long first, const KernelErrors& a, long second, const KernelErrors& b) {
    kernel<Kernel>(first, a);
    kernel<Kernel>(second, b);
  }
  void chain(long target, long u, long v) { convolve(target, u, v, 1, 1, k_); }
  void integral(long target, long u, long v, double factor) {
    convolve(target, u, v, 1, std::abs(factor) / static_cast<double>(k_), k_ + 3);
  }
  void product(long target, long u, long v, double factor) {
    convolve(target, u, v, 0, std::abs(factor), k_ + 2);
  }
  void sum_of_product(long target, long base, long u, long v) {
    convolve(target, u, v, 0, 1, k_ + 2, at(series(base).size, k_), at(series(base).error, k_));
  }
  void complement_of_square(long target, long u) {
    convolve(target, u, u, 0, 1, k_ + 3, UpperBound(k_ == 0 ? 1 : 0));
  }
  void without_square(long target, long base, long u) {
    convolve(target, u, u, 0, 1, k_ + 3, at(series(base).size, k_), at(series(base).error, k_));
  }
  void copy(long target, long u) { append(target, at(series(u).size, k_), at(series(u).error, k_)); }
  void add_twice(long target, long u) {
    SeriesBound& t = series(target);
    const UpperBound size = t.size.back() + 2 * at(series(u).size, k_);
    t.error.back() += 2 * at(series(u).error, k_) + UpperBound(2 * kUnit) * size;
    t.size.back() = kOnePlus * size;
  }
  /// z_k or k z_k.
  void append(long target, UpperBound size, UpperBound error) {
    // A series that has no order 0 gets 0 there.
    series(target).size.resize(static_cast<std::size_t>(k_));
    series(target).error.resize(static_cast<std::size_t>(k_));
    series(target).size.push_back(size);
    series(target).error.push_back(error);
  }

 private:
  /// base ± factor·Σ_{j≥from} u_j v_{k−j}; each product passes through `roundings`, the base through one.
  void convolve(long target, long u, long v, long from, double factor, long roundings, UpperBound base = {},
                UpperBound base_error = {}) {
    const std::span<const UpperBound> size_u = part(series(u).size, from);
    const std::span<const UpperBound> error_u = part(series(u).error, from);
    const UpperBound* size_v = &series(v).size[static_cast<std::size_t>(k_ - from)];
    const UpperBound* error_v = &series(v).error[static_cast<std::size_t>(k_ - from)];
    const UpperBound sizes = bound_of_dot(size_u, size_v);
    const UpperBound propagated =
        bound_of_dot(size_u, error_v) + bound_of_dot(error_u, size_v) + bound_of_dot(error_u, error_v);
    const UpperBound rounding = gamma_factor(roundings);
    const UpperBound weight = UpperBound(factor) * kOnePlus;
    const UpperBound error = weight * (propagated + rounding * sizes) + base_error + UpperBound(kUnit) * base;
    // Where nothing was measured, the sizes of the terms bound that of the sum.
    const UpperBound size =
        measured_ != nullptr ? measured_size(target) : (weight * sizes + base) * (UpperBound(1) + rounding);
    append(target, size, error);
  }

  [[nodiscard]] UpperBound measured_size(long target) const {
    return (*measured_)[static_cast<std::size_t>(target)][static_cast<std::size_t>(k_)];
  }
  [[nodiscard]] std::span<const UpperBound> part(const Bounds& b, long from) const {
    return std::span(b).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(k_ + 1 - from));
  }
  [[nodiscard]] SeriesBound& series(long t) { return series_[static_cast<std::size_t>(t)]; }

  std::vector<SeriesBound>& series_;
  const std::vector<Bounds>* measured_;
  long k_;
  UpperBound preactivation_;
  UpperBound shift_;
};

/// Lemma 5.
template <typename Recurrence>
std::vector<SeriesBound> series_bounds(const DoubleSeries& series) {
  const DoubleProblem& problem = series.problem();
  const DoubleNorms& norms = series.norms();
  std::vector<SeriesBound> bounds(Recurrence::kSeries);
  const long components = problem.layout.dim + 1;
  const UpperBound rounding = gamma_factor(components);
  for (long k = 0; k < series.order(); ++k) {
    const UpperBound weights = at(norms.inner_largest, k);
    const UpperBound moved = weights * (rounding * problem.point_size + problem.point_error);
    const UpperBound product = weights * problem.point_size * (UpperBound(1) + rounding);
    // ẑ_0 = fl(ẑ⁰ + fl(⟨u, x̂⟩)): 2kUnit|ẑ_0| + shift, as |ẑ⁰| ≤ (1 + kUnit)|ẑ_0| + |fl(⟨u, x̂⟩)|.
    const UpperBound shift =
        k == 0 ? problem.preactivation_error + moved + UpperBound(kUnit) * kOnePlus * product : UpperBound();
    BoundOperations o(bounds, &norms.series, k, norms.preactivation, shift);
    const UpperBound size = k == 0 ? norms.preactivation : product;
    const UpperBound error = k == 0 ? UpperBound(2 * kUnit) * kOnePlus * norms.preactivation + shift : moved;
    if constexpr (Recurrence::kArgument >= 0) {
      o.append(Recurrence::kArgument, size, error);
    }
    const UpperBound factor(static_cast<double>(k));
    o.append(Recurrence::kSpeed, factor * size * kOnePlus,
             factor * error + UpperBound(kUnit) * factor * size);
    if (k == 0) {
      Recurrence::start(o);
    } else {
      Recurrence::extend(o);
    }
  }
  return bounds;
}

/// Σ_{j≤k} a_j b_{k−j}.
UpperBound convolution(const Bounds& a, const Bounds& b, long k) {
  return bound_of_dot(std::span(a).first(static_cast<std::size_t>(k + 1)), &b[static_cast<std::size_t>(k)]);
}

}  // namespace

DoubleErrors rounding_errors(const DoubleSeries& series) {
  const DoubleProblem& problem = series.problem();
  const DoubleNorms& norms = series.norms();
  long value_index = 0;
  long slope_index = 0;
  DoubleErrors errors;
  errors.series = with_recurrence(series.activation(), [&]<typename Recurrence>(Recurrence /*recurrence*/) {
    value_index = Recurrence::kValue;
    slope_index = Recurrence::kSlope;
    return series_bounds<Recurrence>(series);
  });
  const SeriesBound& value = errors.series[static_cast<std::size_t>(value_index)];
  const SeriesBound& slope = errors.series[static_cast<std::size_t>(slope_index)];
  const UpperBound scale = UpperBound(problem.scale) * kOnePlus;
  for (long k = 0; k < series.order(); ++k) {
    // Lemma 6. A term a_jσ_{k−j} passes through k + 1 roundings in the convolution, kChunk in the chunk's
    // sum, those of the tree, two for c, one each for β and y; that of a_0 is one more.
    const UpperBound sums = convolution(norms.outer_sum, value.size, k);
    UpperBound r = scale * kOnePlus *
                       (convolution(norms.outer_sum, value.error, k) +
                        gamma_factor(k + 1 + kChunk + series.tree_depth() + 4) * sums +
                        UpperBound(kUnit) * norms.outer_sum.front() * at(value.size, k)) +
                   gamma_factor(2) * at(norms.bias, k);
    if (k == 0) {
      r += UpperBound(kUnit) * (norms.bias.front() + problem.label_size) * kOnePlus + problem.label_error;
    }
    errors.residual.push_back(r);

    // Lemma 7. `lanes`: additions above a block's term; three roundings for c/n.
    const long lanes = problem.blocks + 3;
    const UpperBound outer = convolution(norms.residual, value.error, k) +
                             gamma_factor(k + 1 + lanes + 3) * convolution(norms.residual, value.size, k);
    const UpperBound mean_slope =
        scale * kOnePlus *
        (UpperBound(kRootTwo) * convolution(norms.residual, slope.error, k) +
         (problem.point_error + gamma_factor(k + 2 + lanes + 3) * problem.point_size) *
             convolution(norms.residual, slope.size, k));
    errors.mean_slope.push_back(mean_slope);
    const UpperBound inner = kOnePlus * convolution(norms.outer, errors.mean_slope, k) +
                             gamma_factor(k + 1) * convolution(norms.outer, norms.mean_slope, k) +
                             UpperBound(kUnit) * norms.outer.front() * at(norms.mean_slope, k);
    const UpperBound bias = gamma_factor(lanes + 1) * at(norms.residual, k);
    errors.defect.push_back(UpperBound(series.unit()) * sqrt(outer * outer + inner * inner + bias * bias) +
                            gamma_factor(3) * UpperBound(static_cast<double>(k + 1)) * at(norms.all, k + 1));
  }
  return errors;
}

SeriesBound curvature_bounds(DoubleActivation activation, const DoubleErrors& errors, long terms) {
  return with_recurrence(activation, [&]<typename Recurrence>(Recurrence /*recurrence*/) {
    std::vector<SeriesBound> bounds = errors.series;
    bounds.resize(Recurrence::kSeries + 2);
    for (long k = 0; k < terms; ++k) {
      BoundOperations o(bounds, nullptr, k, UpperBound(), UpperBound());
      Recurrence::curvature(o, Recurrence::kSeries);
    }
    return bounds[Recurrence::kSeries];
  });
}

}  // namespace ntkcert
