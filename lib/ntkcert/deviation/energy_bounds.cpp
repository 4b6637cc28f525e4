#include "ntkcert/deviation/energy_bounds.hpp"

#include <utility>
namespace ntkcert {
namespace {

/// The model of y ↦ start + y.
TaylorModel time_model(const FlowPiece& piece, Precision p) {
  Polynomial time(p);
  time.set_coefficient(0, Ball(piece.start, p));
  time.set_coefficient(1, Ball(1, p));
  return {std::move(time), Ball(p), piece.length};
}

}  // namespace

Sides RiskDecrease::compare(std::size_t, const Dyadic& a, const Dyadic& b) {
  const TaylorModel& rate = pieces_->piece(a, b).risk_rate;
  return {rate.at_start(), Ball(rate.precision()), -rate.range(), 1, rate.range(), Ball(rate.precision())};
}

EnergyIdentity::EnergyIdentity(std::shared_ptr<FlowPieces> pieces, Ball initial_risk)
    : pieces_(std::move(pieces)),
      initial_risk_(std::move(initial_risk)),
      dissipated_(initial_risk_.precision()) {}

Ball EnergyIdentity::difference(std::size_t, const Dyadic&, const Dyadic&) {
  const StepModels& models = pieces_->models();
  const Ball half = scaled(Ball(1, initial_risk_.precision()), -1);
  return (models.gradient_square.integral() + models.residual_square * half).range() + dissipated_ -
         initial_risk_;
}

void EnergyIdentity::advance(const Dyadic&, const Dyadic& b) {
  dissipated_ += pieces_->models().gradient_square.integral().range(b, b);
}

Sides DisplacementBound::compare(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  const FlowPiece& piece = pieces_->piece(a, b);
  const TaylorModel initial = TaylorModel::constant(initial_risk_, piece.length);
  const TaylorModel drop = instance == 0 ? initial - piece.risk : initial;
  const TaylorModel bound = time_model(piece, initial_risk_.precision()) * drop;
  return {sqrt_nonnegative(piece.displacement_square.at_start()),
          sqrt_nonnegative(bound.at_start()),
          (bound - piece.displacement_square).range(),
          2,
          piece.displacement_square.range(),
          bound.range()};
}

Sides GradientBound::compare(std::size_t, const Dyadic& a, const Dyadic& b) {
  const FlowPiece& piece = pieces_->piece(a, b);
  const TaylorModel& quotient = piece.rayleigh_quotient.value();
  const TaylorModel& trace = piece.gram_trace.value();
  const TaylorModel size = piece.risk * Ball(2, quotient.precision());
  const Ball lower = (quotient * size - piece.gradient_square).range();
  const Ball upper = (trace * size - piece.gradient_square).range();
  const Ball eigenvalue =
      from_bounds(quotient.at_start().lower(), trace.at_start().upper(), quotient.precision());
  return {
      piece.gradient_square.at_start(),
      eigenvalue * size.at_start(),
      from_bounds(lower.lower(), upper.upper(), quotient.precision()),
      1,
      piece.gradient_square.range(),
      from_bounds((quotient * size).range().lower(), (trace * size).range().upper(), quotient.precision())};
}

}  // namespace ntkcert
