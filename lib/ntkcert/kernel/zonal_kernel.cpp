#include "ntkcert/kernel/zonal_kernel.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

const Precision kBoundPrecision(64);

/// Less than π.
constexpr double kBelowPi = 3.14159265358979;

const Architecture& checked(const Architecture& architecture) {
  architecture.check();
  if (architecture.weight_radius) {
    throw InvalidInput(fmt::format("the zonal kernel of weights {}: accepted are Gaussian weights",
                                   architecture.weight_law()));
  }
  return architecture;
}

/// Hermite coefficients of one parity alone make the duals even or odd functions of ρ.
Parity parity_of(const Architecture& architecture) {
  if (architecture.bias_variance != 0) {
    return Parity::none;
  }
  return architecture.activation->hermite_vanish_from(0)   ? Parity::odd
         : architecture.activation->hermite_vanish_from(1) ? Parity::even
                                                           : Parity::none;
}

Ball upper_modulus(const ComplexBall& z) {
  Ball r(z.precision());
  acb_abs(r.raw(), z.raw(), z.precision().bits());
  return r;
}

}  // namespace

/// Bounds of |ω_h| and |cos ω_h|.
struct ZonalKernel::LayerBounds {
  Ball angle;
  Ball correlation;
};

ZonalKernel::ZonalKernel(const Architecture& architecture, Precision p)
    : has_outer_term_(checked(architecture).has_outer_term()),
      has_hidden_term_(architecture.has_hidden_term()),
      has_bias_(architecture.bias_variance != 0),
      is_series_(true),
      parity_(parity_of(architecture)),
      bias_variance_(architecture.bias_variance, p),
      weight_variance_(architecture.weight_variance, p),
      variance_(architecture.preactivation_variance(), p),
      slope_(Rational(architecture.first_weight_variance / architecture.preactivation_variance()), p) {
  const Ball one(1, p);
  Ball variance = variance_;
  for (long h = 1; h <= architecture.depth; ++h) {
    // A layer with the variance of the one before shares its map.
    const bool same = h > 1 && arb_equal(variance.raw(), layers_.back().dual->variance().raw()) != 0;
    std::shared_ptr<const DualActivation> dual =
        same ? layers_.back().dual : std::shared_ptr(architecture.activation->dual(variance));
    variance = bias_variance_ + weight_variance_ * dual->at(one).value;
    const DualPair<Ball> at_end = dual->bounds(Ball::whole_line(p), one);
    is_series_ = is_series_ && at_end.value.is_finite() && at_end.derivative.is_finite();
    if (h < architecture.depth) {
      maps_.push_back(same ? maps_.back() : AngleMap(dual, weight_variance_ / variance, parity_));
    }
    layers_.push_back({std::move(dual), variance});
  }
  if (architecture.depth > 1 && !is_series_ && duals_have_continuation() && p > kBoundPrecision) {
    rough_ = bounding_kernel(architecture);
  }
}

std::shared_ptr<const ZonalKernel> bounding_kernel(const Architecture& architecture) {
  static std::mutex mutex;
  static Architecture last;
  static std::shared_ptr<const ZonalKernel> kernel;
  {
    const std::scoped_lock lock(mutex);
    if (kernel && last == architecture) {
      return kernel;
    }
  }
  auto made = std::make_shared<const ZonalKernel>(architecture, kBoundPrecision);
  const std::scoped_lock lock(mutex);
  last = architecture;
  return kernel = made;
}

ZonalKernel limiting_kernel(const Architecture& architecture, Precision p) { return {architecture, p}; }

/// The last layer's step: the terms of the trained parameters.
Ball ZonalKernel::finish(const DualPair<Ball>& pair, const Ball& tangent) const {
  Ball value = bias_variance_;
  if (has_outer_term_) {
    value += weight_variance_ * pair.value;
  }
  return has_hidden_term_ ? value + weight_variance_ * tangent * pair.derivative : value;
}

/// `pairs(layer, ρ)` gives the duals, `next(ρ)` turns an enclosure of the next correlation into the one to
/// use.
template <typename Pairs, typename Correlations>
Ball ZonalKernel::recurse(const Ball& correlation, const Pairs& pairs, const Correlations& next) const {
  Ball rho = correlation;
  Ball tangent = variance_ * rho;
  for (const Layer& layer : layers_) {
    const DualPair<Ball> pair = pairs(*layer.dual, rho);
    if (&layer == &layers_.back()) {
      return finish(pair, tangent);
    }
    const Ball covariance = bias_variance_ + weight_variance_ * pair.value;
    tangent = covariance + weight_variance_ * pair.derivative * tangent;
    rho = next(covariance / layer.next_variance);
  }
  return Ball::whole_line(precision());
}

Ball ZonalKernel::by_correlation(const Ball& correlation) const {
  return recurse(
      correlation, [](const DualActivation& dual, const Ball& rho) { return dual.at(rho); },
      [](const Ball& rho) { return rho; });
}

Ball ZonalKernel::operator()(const Ball& u) const {
  const std::optional<CorrelationRange> range = cut_correlation(u);
  if (!range) {
    return Ball::whole_line(precision());
  }
  const Ball lower(range->lower, precision());
  if (range->lower < range->upper) {
    return by_correlation(1 - slope_ * (1 - Ball::interval(range->lower, range->upper, precision())));
  }
  if (layers_.size() == 1 || is_series_ || !has_continuation()) {
    // 1 − α(1 − u) is exact at u = 1.
    return by_correlation(1 - slope_ * (1 - lower));
  }
  const auto angle = [](const Ball& complement) { return 2 * asin(sqrt(scaled(complement, -1))); };
  return at_angle(range->lower.sign() < 0 ? Ball::pi(precision()) - angle(1 + lower) : angle(1 - lower));
}

Ball ZonalKernel::at_one() const {
  const Ball one(1, precision());
  return recurse(
      one, [](const DualActivation& dual, const Ball& rho) { return dual.at(rho); },
      [&](const Ball& /*rho*/) -> const Ball& { return one; });
}

Ball ZonalKernel::at_angle(const Ball& theta) const {
  if (std::optional<Ball> value = through_real_angles(theta)) {
    return *std::move(value);
  }
  if (layers_.size() == 1 || (!is_series_ && has_continuation())) {
    return continuation(ComplexBall(theta)).real();
  }
  return by_correlation(1 - 2 * slope_ * square(sin(scaled(theta, -1))));
}

/// κ(cos θ), empty if a dual has no formula for real angles or a midpoint is not proved to lie in [0, π].
std::optional<Ball> ZonalKernel::through_real_angles(const Ball& theta) const {
  const long bits = precision().bits();
  Ball omega = has_bias_ ? correlation_angle(ComplexBall(theta)).real() : theta;
  Ball tangent(precision());
  for (std::size_t h = 0;; ++h) {
    if (!omega.is_finite() || arf_sgn(arb_midref(omega.raw())) < 0 ||
        arf_cmp_d(arb_midref(omega.raw()), kBelowPi) > 0) {
      return std::nullopt;
    }
    const std::optional<RealAngleValues> values = layers_[h].dual->at_real_angle(omega);
    if (!values) {
      return std::nullopt;
    }
    if (h == 0) {
      tangent = variance_ * values->cosine;
    }
    if (h + 1 == layers_.size()) {
      return finish(values->pair, tangent);
    }
    arb_mul(tangent.raw(), tangent.raw(), values->pair.derivative.raw(), bits);
    arb_add(tangent.raw(), tangent.raw(), values->pair.value.raw(), bits);
    arb_mul(tangent.raw(), tangent.raw(), weight_variance_.raw(), bits);
    arb_add(tangent.raw(), tangent.raw(), bias_variance_.raw(), bits);
    omega = maps_[h].at_real(omega, values->drop);
  }
}

ComplexBall ZonalKernel::correlation_angle(const ComplexBall& theta) const {
  if (!has_bias_) {
    return theta;
  }
  const long bits = precision().bits();
  ComplexBall z(precision());
  acb_mul_2exp_si(z.raw(), theta.raw(), -1);
  acb_sin(z.raw(), z.raw(), bits);
  acb_mul_arb(z.raw(), z.raw(), sqrt(slope_).raw(), bits);
  // The principal branch of asin is analytic off the cuts (−∞, −1] and [1, ∞).
  if (z.imaginary().contains_zero() && !is_yes(abs(z.real()) < 1)) {
    return ComplexBall::whole_plane(precision());
  }
  acb_asin(z.raw(), z.raw(), bits);
  acb_mul_2exp_si(z.raw(), z.raw(), 1);
  return z;
}

bool ZonalKernel::duals_have_continuation() const {
  return std::all_of(layers_.begin(), layers_.end(),
                     [](const Layer& layer) { return layer.dual->has_continuation(); });
}

bool ZonalKernel::has_continuation() const {
  if (rough_) {
    return rough_->has_continuation();
  }
  return duals_have_continuation() &&
         std::all_of(maps_.begin(), maps_.end(), [](const AngleMap& map) { return map.is_known(); });
}

ComplexBall ZonalKernel::continuation(const ComplexBall& theta) const {
  return through_angles(theta, &AngleMap::operator());
}

ComplexBall ZonalKernel::approximate_continuation(const ComplexBall& theta) const {
  return through_angles(theta, &AngleMap::at_midpoint);
}

/// F on the rectangle; raises `bounds` to what ω_h and cos ω_h are there.
ComplexBall ZonalKernel::through_angles(const ComplexBall& theta, Step step,
                                        std::vector<LayerBounds>* bounds) const {
  const long bits = precision().bits();
  ComplexBall omega = correlation_angle(theta);
  ComplexBall covariance(precision());  // q^h
  ComplexBall tangent(precision());     // Θ^h
  const Ball* variance = &variance_;
  for (std::size_t h = 0;; ++h) {
    ComplexBall cosine(precision());
    acb_cos(cosine.raw(), omega.raw(), bits);
    if (bounds != nullptr) {
      LayerBounds& largest = (*bounds)[h];
      largest.angle = max(largest.angle, upper_modulus(omega));
      largest.correlation = max(largest.correlation, upper_modulus(cosine));
    }
    acb_mul_arb(covariance.raw(), cosine.raw(), variance->raw(), bits);
    acb_add(tangent.raw(), tangent.raw(), covariance.raw(), bits);

    DualPair<ComplexBall> pair = layers_[h].dual->at_angle(omega);
    acb_mul(tangent.raw(), tangent.raw(), pair.derivative.raw(), bits);
    if (h + 1 == layers_.size()) {
      ComplexBall result(precision());
      if (has_outer_term_) {
        result = pair.value;
      }
      if (has_hidden_term_) {
        acb_add(result.raw(), result.raw(), tangent.raw(), bits);
      }
      acb_mul_arb(result.raw(), result.raw(), weight_variance_.raw(), bits);
      acb_add_arb(result.raw(), result.raw(), bias_variance_.raw(), bits);
      return result;
    }
    acb_mul_arb(tangent.raw(), tangent.raw(), weight_variance_.raw(), bits);
    variance = &layers_[h].next_variance;
    omega = (maps_[h].*step)(omega);
  }
}

/// sup|ω_1| over the ellipse; infinite if ω_1 = 2asin(s·sin(θ/2)) meets a cut there.
Ball ZonalKernel::angle_bound(const BernsteinEllipse& ellipse) const {
  const Precision p = ellipse.r.precision();
  const Ball pi = Ball::pi(p);
  if (!has_bias_) {
    return scaled(pi, -1) + ellipse.major;
  }
  const Ball s = sqrt(slope_.at(p));
  // Half of the ellipse's height above θ = π is (π/8)(r − 1/r)²/(r + 1/r).
  const Ball half_height = scaled(square(ellipse.minor) / ellipse.major, -1);
  if (!is_yes(2 * ellipse.major < 3 * pi) || !is_yes(s * cosh(half_height) < 1)) {
    return Ball::whole_line(p);
  }
  const Ball x = s * cosh(scaled(ellipse.minor, -1));
  return sqrt(square(pi) + 4 * square(log(x + sqrt(1 + square(x)))));
}

/// The recursion of the bounds of |Σ^h|, |Σ̇^h|, |Θ^h|, from |ω_1| and |ρ_1|; beyond the first layer only
/// |ρ_h|.
Ball ZonalKernel::series_bound(const BernsteinEllipse& ellipse) const {
  // |ρ_1(cos θ)| ≤ α|cos θ| + β, |cos θ| ≤ cosh(Im θ).
  const Ball correlation = 1 + slope_.at(ellipse.r.precision()) * (cosh(ellipse.minor) - 1);
  Ball angle = angle_bound(ellipse);
  return recurse(
      correlation,
      [&](const DualActivation& dual, const Ball& rho) {
        DualPair<Ball> pair = dual.bounds(angle, rho);
        angle = Ball::whole_line(angle.precision());
        return pair;
      },
      [](const Ball& rho) { return rho; });
}

/// max|F| on the upper half of the boundary (F(θ̄) is the conjugate of F(θ)), halving arcs until F is known on
/// each to a factor of two or is small.
Ball ZonalKernel::boundary_bound(const BernsteinEllipse& ellipse) const {
  const Precision p = precision();
  Ball unknown = Ball::whole_line(p);
  if (parity_ == Parity::odd || !has_continuation() || !angle_bound(ellipse).is_finite()) {
    return unknown;
  }
  struct Arc {
    long index;  ///< from index to index + 1 parts of the half turn
    long parts;
  };
  constexpr long kFirstParts = 8;
  constexpr long kMostParts = 8192;
  std::vector<Arc> arcs;
  for (long i = kFirstParts - 1; i >= 0; --i) {
    arcs.push_back({i, kFirstParts});
  }
  std::vector<LayerBounds> reached(layers_.size(), LayerBounds{Ball(p), Ball(p)});
  Ball bound(p);
  Ball attained(p);
  while (!arcs.empty()) {
    const Arc arc = arcs.back();
    arcs.pop_back();
    const Ball turn = Ball::pi(p) * hull(Ball(arc.index, p), Ball(arc.index + 1, p)) / arc.parts;
    const ComplexBall theta(scaled(Ball::pi(p), -1) + ellipse.major * cos(turn), ellipse.minor * sin(turn));
    std::vector<LayerBounds> bounds = reached;
    const Ball value = upper_modulus(through_angles(theta, &AngleMap::operator(), &bounds));
    if (value.is_finite()) {
      attained = max(attained, Ball(value.mignitude(), p));
      if (is_yes(Ball(value.upper(), p) <= 2 * attained)) {
        bound = max(bound, Ball(value.upper(), p));
        reached = std::move(bounds);
        continue;
      }
    }
    if (arc.parts == kMostParts) {
      return unknown;
    }
    arcs.push_back({2 * arc.index + 1, 2 * arc.parts});
    arcs.push_back({2 * arc.index, 2 * arc.parts});
  }
  for (std::size_t h = 0; h < layers_.size(); ++h) {
    const DualPair<Ball> inside = layers_[h].dual->bounds(reached[h].angle, reached[h].correlation);
    if (!inside.value.is_finite() || !inside.derivative.is_finite()) {
      return unknown;
    }
  }
  return bound;
}

Ball ZonalKernel::ellipse_bound(const BernsteinEllipse& ellipse) const {
  Ball bound = series_bound(ellipse);
  if (bound.is_finite() || layers_.size() == 1) {
    return bound;
  }
  return (rough_ ? *rough_ : *this).boundary_bound(ellipse);
}

bool ZonalKernel::has_ellipse_bound() const {
  return layers_.size() == 1 || is_series_ || (parity_ != Parity::odd && has_continuation());
}

/// F is the kernel of the truncated duals: a power series in ρ_1 whose coefficients lie between zero and κ's.
/// So |κ − F| is largest at 1, where each dual lacks at most its remainder, and its derivative a q_h-th part
/// of that.
Ball ZonalKernel::remainder() const {
  const auto complete = [](const Layer& layer) { return layer.dual->remainder().is_exact_zero(); };
  if (std::all_of(layers_.begin(), layers_.end(), complete)) {
    return Ball(precision());
  }
  if (layers_.size() == 1) {
    return weight_variance_ * layers_.front().dual->remainder();
  }
  const auto truncated = [](const DualActivation& dual, const Ball& rho) {
    const Ball missing = hull(Ball(rho.precision()), dual.remainder());
    const DualPair<Ball> pair = dual.at(rho);
    return DualPair<Ball>{pair.value - missing, pair.derivative - missing / dual.variance()};
  };
  const Ball at_end = recurse(Ball(1, precision()), truncated, [](const Ball& rho) { return rho; });
  return abs(at_one() - at_end);
}

}  // namespace ntkcert
