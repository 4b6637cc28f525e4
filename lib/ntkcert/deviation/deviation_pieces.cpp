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

void cut(const std::vector<TaylorModel>& models, const Dyadic& a, const Dyadic& b,
         std::vector<TaylorModel>& pieces, std::vector<TaylorModel>& squares) {
  for (const TaylorModel& model : models) {
    pieces.push_back(model.restricted(a, b).truncated(kPieceLength));
    squares.push_back(pieces.back() * pieces.back());
  }
}

}  // namespace

TaylorModel DeviationPiece::deviation_square_on(const SpectralBlock& block) const {
  return sum_over(block, deviation_square);
}

TaylorModel DeviationPiece::driver_square_on(const SpectralBlock& block) const {
  return sum_over(block, driver_square);
}

void DeviationPieces::enter(DeviationStep step) {
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
  DeviationPiece piece{step().start + a, b - a, {}, {}, {}, {}};
  cut(step().deviation, a, b, piece.deviation, piece.deviation_square);
  cut(step().driver, a, b, piece.driver, piece.driver_square);
  return pieces_.emplace(key, std::move(piece)).first->second;
}

}  // namespace ntkcert
