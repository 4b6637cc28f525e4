#include "ntkcert/deviation/growth_bounds.hpp"

#include <algorithm>

#include "ntkcert/flow/upper_bounds.hpp"

namespace ntkcert {
namespace {

Ball exact(const Dyadic& x) { return {std::max(Dyadic(0), x), kBoundPrecision}; }

Sides from_ranges(const Ball& lhs_now, const Ball& rhs_now, const Ball& lhs_square, const Ball& rhs_square) {
  return {lhs_now, rhs_now, rhs_square - lhs_square, 2, lhs_square, rhs_square};
}

}  // namespace

Ball InternalTime::grown(const Dyadic& a, const Dyadic& b) const {
  const FlowProblem& problem = pieces_->trajectory().problem();
  const Ball path = pieces_->piece(a, b).path / sqrt(Ball(problem.initial.width(), problem.precision));
  return now_ +
         from_bounds(std::max(Dyadic(0), path.lower()), std::max(Dyadic(0), path.upper()), path.precision());
}

Ball InternalTime::over(const Dyadic& a, const Dyadic& b) const {
  return from_bounds(now_.lower(), grown(a, b).upper(), kBoundPrecision);
}

void InternalTime::advance(const Dyadic& a, const Dyadic& b) { now_ = grown(a, b); }

Ball InternalTime::bound(const GrowingBound& r, const Dyadic& a, const Dyadic& b) const {
  const Ball& t = pieces_->piece(a, b).time;
  const Ball q = over(a, b);
  if (!q.is_finite()) {
    return Ball::whole_line(kBoundPrecision);
  }
  return from_bounds(r(exact(t.lower()), exact(q.lower())).lower(),
                     r(exact(t.upper()), exact(q.upper())).upper(), kBoundPrecision);
}

Sides GrowthBounds::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const SizeBound& j = bounds_[instance];
  return from_ranges(j.size(time_.pieces().piece(a, a)), time_.bound(j.bound, a, a),
                     square(j.size(time_.pieces().piece(a, b))), square(time_.bound(j.bound, a, b)));
}

Sides GrowingDeviationBound::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const TaylorModel deviation = deviation_->piece(a, b).deviation_square_on(blocks_[instance]);
  const auto growth = [&](const Dyadic& end) { return exp(2 * kappa_ * time_.pieces().piece(a, end).time); };
  return from_ranges(sqrt_nonnegative(growth(a) * deviation.at_start()), time_.bound(bounds_[instance], a, a),
                     growth(b) * deviation.range(), square(time_.bound(bounds_[instance], a, b)));
}

Sides ConstantBounds::compare(std::size_t instance, const Dyadic&, const Dyadic&) {
  const ConstantComparison& j = comparisons_[instance];
  return {j.lhs, j.rhs, j.rhs - j.lhs, 1, j.lhs, j.rhs};
}

}  // namespace ntkcert
