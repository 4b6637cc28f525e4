#include "ntkcert/deviation/sampling_bound.hpp"

#include <fmt/core.h>

namespace ntkcert {

std::string SamplingBound::label(std::size_t) const {
  return fmt::format("degrees 0..{}", eigenvalues_.size() - 1);
}

Sides SamplingBound::compare(std::size_t, const Dyadic& a, const Dyadic& b) {
  const DeviationPiece& piece = pieces_->piece(a, b);
  TaylorModel lhs = piece.driver_square[0] * square(eigenvalues_[0]);
  for (std::size_t k = 1; k < eigenvalues_.size(); ++k) {
    lhs += piece.driver_square[k] * square(eigenvalues_[k]);
  }
  const Ball rhs = square(constant_);
  return {sqrt_nonnegative(lhs.at_start()), constant_, rhs - lhs.range(), 2, lhs.range(), rhs};
}

}  // namespace ntkcert
