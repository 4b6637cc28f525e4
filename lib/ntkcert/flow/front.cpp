#include "ntkcert/flow/front.hpp"

#include <arb_poly.h>

namespace ntkcert {

Front initial_front(const FlowProblem& problem) {
  const Vector& initial = problem.initial.parameters();
  Front front{BallArray(std::ssize(initial)), Dyadic(0), Ball(kBoundPrecision)};
  UpperNorm error;
  for (long q = 0; q < front.state.size(); ++q) {
    arb_struct* x = front.state.at(q);
    arb_set_round(x, initial[static_cast<std::size_t>(q)].raw(), problem.precision.bits());
    error.add_radius_square(x, 1);
    mag_zero(arb_radref(x));
  }
  front.radius = error.root();
  return front;
}

Front next_front(const Step& step, Precision p) {
  const long length = step.order + 1;
  const Ball h(step.length, p);
  Front front{BallArray(step.parameters.size() / length), step.end(), Ball(step.radius, kBoundPrecision)};
  UpperNorm jump;
  for (long q = 0; q < front.state.size(); ++q) {
    arb_struct* x = front.state.at(q);
    _arb_poly_evaluate(x, step.parameters.at(q * length), length, h.raw(), p.bits());
    jump.add_radius_square(x, 1);
    mag_zero(arb_radref(x));
  }
  front.radius = upper_end(front.radius + jump.root());
  return front;
}

}  // namespace ntkcert
