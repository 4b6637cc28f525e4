#pragma once

#include "ntkcert/ball/taylor_model.hpp"

namespace ntkcert {

/// The damping factor D_λ(t) = ∫_0^t e^{−λs} ds = (1 − e^{−λt})/λ, which is t at λ = 0, for exact rates λ ≥ 0
/// (a negative one throws InvalidInput) and every t of the ball. D decreases in λ: a proved lower end of an
/// eigenvalue gives an upper bound.
[[nodiscard]] Ball damping_factor(const Dyadic& rate, const Ball& t);

/// The model of y ↦ D_λ(start + y) on [0, length], from D_λ(start + y) = D_λ(start) + e^{−λ·start}∫_0^y
/// e^{−λs} ds.
[[nodiscard]] TaylorModel damping_model(const Dyadic& rate, const Dyadic& start, const Dyadic& length,
                                        Precision p);
/// The same, at the rate's precision, for every rate ≥ 0 of the ball: the model of its lower end, of which
/// the factors of the others are below it by at most D_lower − D_upper.
[[nodiscard]] TaylorModel damping_model(const Ball& rate, const Dyadic& start, const Dyadic& length);

}  // namespace ntkcert
