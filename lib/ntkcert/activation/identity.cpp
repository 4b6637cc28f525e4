#include "ntkcert/activation/identity.hpp"

#include <vector>

#include "ntkcert/activation/finite_hermite.hpp"
#include "ntkcert/activation/series_dual.hpp"

namespace ntkcert {
namespace {

/// The weights of FiniteHermite: 0·1 + 1·x.
std::vector<Ball> identity_weights(Precision p) { return {Ball(p), Ball(1, p)}; }

}  // namespace

std::unique_ptr<const DualActivation> Identity::dual(const Ball& variance) const {
  return std::make_unique<SeriesDual>(*hermite_series(variance));
}

std::unique_ptr<const HermiteSeries> Identity::hermite_series(const Ball& variance) const {
  return std::make_unique<FiniteHermite>(variance, Basis::powers, identity_weights(variance.precision()));
}

SupBounds Identity::sup_bounds(Precision p) const {
  return {Ball(p), std::nullopt, Ball(1, p), Ball(p), Ball(p)};
}

std::optional<StripBounds> Identity::strip_bounds(const Ball& y) const {
  const Precision p = y.precision();
  return StripBounds{Ball::whole_line(p), Ball(1, p), Ball(p)};
}

void Identity::extend_series(const ActivationSeries& series, long k, long bits) const {
  arb_set_round(series.value + k, series.z + k, bits);
  arb_set_si(series.derivative + k, k == 0 ? 1 : 0);
}

void Identity::second_derivative_series(const ActivationCoefficients& /*series*/, arb_struct* result,
                                        long length, long /*bits*/) const {
  _arb_vec_zero(result, length);
}

}  // namespace ntkcert
