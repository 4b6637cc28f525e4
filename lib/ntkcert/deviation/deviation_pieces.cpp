#include "ntkcert/deviation/deviation_pieces.hpp"

#include <algorithm>

namespace ntkcert {
namespace {

/// Pieces are a fraction of a step, whose series converges on all of it: this many coefficients keep what
/// matters for a comparison, and the remainder holds the rest.
constexpr long kPieceLength = 16;

TaylorModel sum_over(const SpectralBlock& block, const std::vector<TaylorModel>& squares) {
  TaylorModel sum = squares[static_cast<std::size_t>(block.first)];
  for (long i = block.first + 1; i <= block.last; ++i) {
    sum += squares[static_cast<std::size_t>(i)];
  }
  return sum;
}

TaylorModel square_on(const TaylorModel& coordinate, const Dyadic& a, const Dyadic& b) {
  const TaylorModel piece = coordinate.restricted(a, b).truncated(kPieceLength);
  return piece * piece;
}

/// |‖v‖² − x²| ≤ e(2x + e) where |‖v‖ − x| ≤ e.
TaylorModel square_on(const SquareModel& part, const Dyadic& a, const Dyadic& b) {
  const TaylorModel piece = part.square.restricted(a, b).truncated(kPieceLength);
  const Ball size(sqrt_nonnegative(piece.range()).magnitude(), piece.precision());
  return {piece.polynomial(), piece.remainder().widened(part.error * (2 * size + part.error)),
          piece.domain()};
}

std::vector<TaylorModel> cut(const auto& models, const Dyadic& a, const Dyadic& b) {
  std::vector<TaylorModel> squares;
  squares.reserve(models.size());
  for (const auto& model : models) {
    squares.push_back(square_on(model, a, b));
  }
  return squares;
}

}  // namespace

TaylorModel DeviationPiece::deviation_square_on(const SpectralBlock& block) const {
  return sum_over(block, deviation_square);
}

TaylorModel DeviationPiece::driver_square_on(const SpectralBlock& block) const {
  return sum_over(block, driver_square);
}

void DeviationPieces::enter(std::variant<DeviationStep, DeviationSquares> step) {
  pieces_.clear();
  step_.clear();
  step_.push_back(std::move(step));
}

const DeviationPiece& DeviationPieces::piece(const Dyadic& a, const Dyadic& b) {
  const auto key = std::make_pair(a, b);
  const auto known = pieces_.find(key);
  if (known != pieces_.end()) {
    return known->second;
  }
  const auto piece = std::visit(
      [&](const auto& step) {
        return DeviationPiece{step.start + a, b - a, cut(step.deviation, a, b), cut(step.driver, a, b)};
      },
      step_.at(0));
  return pieces_.emplace(key, piece).first->second;
}

}  // namespace ntkcert
