#include "ntkcert/deviation/damped_bounds.hpp"

#include <algorithm>
#include <utility>

#include "ntkcert/deviation/damping.hpp"

namespace ntkcert {
namespace {

/// Sides and gap from models of L² and R².
Sides from_squares(const TaylorModel& lhs_square, const TaylorModel& rhs_square) {
  return {sqrt_nonnegative(lhs_square.at_start()),
          sqrt_nonnegative(rhs_square.at_start()),
          (rhs_square - lhs_square).range(),
          2,
          lhs_square.range(),
          rhs_square.range()};
}

/// An enclosure of a quantity that is ≥ 0.
Ball nonnegative(const Ball& x) {
  return from_bounds(std::max(Dyadic(0), x.lower()), std::max(Dyadic(0), x.upper()), x.precision());
}

}  // namespace

IntegralBound::IntegralBound(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks)
    : pieces_(std::move(pieces)), blocks_(std::move(blocks)), integrals_(blocks_.size()) {}

TaylorModel IntegralBound::integral(std::size_t instance, const TaylorModel& size) const {
  const Ball rate(blocks_[instance].rate, size.precision());
  const Ball before(integrals_[instance].midpoint(), size.precision());
  const TaylorModel inner = TaylorModel::constant(before, size.domain()) +
                            (exponential_model(rate, size.domain()) * size).integral();
  const TaylorModel damped = exponential_model(-rate, size.domain()) * inner;
  // The radius of I(a) is damped as well; in the product it would grow from piece to piece.
  const Ball radius(integrals_[instance].radius(), size.precision());
  return {damped.polynomial(), damped.remainder().widened(radius), size.domain()};
}

Sides IntegralBound::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  const TaylorModel bound = integral(instance, sqrt(piece.driver_square_on(blocks_[instance])));
  return from_squares(piece.deviation_square_on(blocks_[instance]), bound * bound);
}

void IntegralBound::advance(std::size_t instance, const Dyadic& a, const Dyadic& b, int depth) {
  const TaylorModel size = sqrt(pieces_->piece(a, b).driver_square_on(blocks_[instance]));
  const Ball now = size.at_start();
  constexpr long kLeastBits = 20;
  if (depth > 0 && now.radius() > now.upper() * Dyadic(Integer(1), -kLeastBits)) {
    const Dyadic middle = (a + b) * Dyadic(Integer(1), -1);
    advance(instance, a, middle, depth - 1);
    advance(instance, middle, b, depth - 1);
    return;
  }
  integrals_[instance] = nonnegative(integral(instance, size).range(size.domain(), size.domain()));
}

void IntegralBound::advance(const Dyadic& a, const Dyadic& b) {
  constexpr int kDepth = 6;
  for (std::size_t j = 0; j < blocks_.size(); ++j) {
    advance(j, a, b, kDepth);
  }
}

SupremumBound::SupremumBound(std::shared_ptr<DeviationPieces> pieces, std::vector<SpectralBlock> blocks,
                             SupremumFactor factor)
    : pieces_(std::move(pieces)),
      blocks_(std::move(blocks)),
      factor_(factor),
      lower_(blocks_.size()),
      upper_(blocks_.size()) {}

TaylorModel SupremumBound::factor(const SpectralBlock& block, const DeviationPiece& piece) const {
  const Precision p = piece.precision();
  if (factor_ == SupremumFactor::no_horizon) {
    return TaylorModel::constant(Ball(1, p), piece.length);
  }
  return damping_model(factor_ == SupremumFactor::undamped ? Dyadic(0) : block.rate, piece.start,
                       piece.length, p);
}

Sides SupremumBound::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  const TaylorModel deviation = piece.deviation_square_on(blocks_[instance]);
  const TaylorModel driver = piece.driver_square_on(blocks_[instance]);
  const Precision p = driver.precision();
  const TaylorModel damping = factor(blocks_[instance], piece);
  const TaylorModel damping_square = damping * damping;
  // The supremum up to t is at least what was seen before the piece, and at least the driver at t itself.
  const Ball before = (damping_square * Ball(lower_[instance], p) - deviation).range();
  const Ball now = (damping_square * driver - deviation).range();
  const Dyadic largest = std::max(upper_[instance], driver.range().upper());
  const Ball most = (damping_square * Ball(largest, p) - deviation).range();
  const Ball driver_now = driver.at_start();
  const Ball supremum_square = from_bounds(std::max(lower_[instance], driver_now.lower()),
                                           std::max(upper_[instance], driver_now.upper()), p);
  return {sqrt_nonnegative(deviation.at_start()),
          sqrt_nonnegative(damping_square.at_start() * supremum_square),
          from_bounds(std::max(before.lower(), now.lower()), most.upper(), p),
          2,
          deviation.range(),
          (damping_square * from_bounds(lower_[instance], largest, p)).range()};
}

void SupremumBound::advance(const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  for (std::size_t j = 0; j < blocks_.size(); ++j) {
    const TaylorModel driver = piece.driver_square_on(blocks_[j]);
    for (const Dyadic& y : {Dyadic(0), piece.length}) {
      lower_[j] = std::max(lower_[j], driver.range(y, y).lower());
    }
    upper_[j] = std::max(upper_[j], driver.range().upper());
  }
}

SquareIntegralBound::SquareIntegralBound(std::shared_ptr<DeviationPieces> pieces,
                                         std::vector<SpectralBlock> blocks)
    : pieces_(std::move(pieces)), blocks_(std::move(blocks)), integrals_(blocks_.size()) {}

Sides SquareIntegralBound::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  const SpectralBlock& block = blocks_[instance];
  const TaylorModel driver = piece.driver_square_on(block);
  const TaylorModel integral =
      TaylorModel::constant(integrals_[instance].at(driver.precision()), piece.length) + driver.integral();
  const TaylorModel damping =
      damping_model(block.rate + block.rate, piece.start, piece.length, driver.precision());
  return from_squares(piece.deviation_square_on(block), damping * integral);
}

void SquareIntegralBound::advance(const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  for (std::size_t j = 0; j < blocks_.size(); ++j) {
    const TaylorModel integral = piece.driver_square_on(blocks_[j]).integral();
    integrals_[j] = nonnegative(integrals_[j] + integral.range(piece.length, piece.length));
  }
}

}  // namespace ntkcert
