#include "ntkcert/deviation/duhamel.hpp"

#include <boost/test/unit_test.hpp>

#include "linear_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(duhamel)

namespace {

/// The widest difference over twenty steps, some of them long against 1/λ; `defect` is added to the driver.
Ball widest(const Ball& defect) {
  const SampleDeviation deviation(linear_flow::other_operator() * linear_flow::number(8),
                                  linear_flow::initial());
  const auto pieces = std::make_shared<DeviationPieces>();
  DuhamelIdentity identity(pieces, deviation.basis());
  Ball r(linear_flow::kPrecision);
  Dyadic start(0);
  for (long k = 0; k < 20; ++k) {
    const Dyadic length(Integer(1), k < 10 ? -2 : 1);
    DeviationStep step = linear_flow::step(deviation, start, length);
    for (TaylorModel& d : step.driver) {
      d += TaylorModel::constant(defect, length);
    }
    pieces->enter(std::move(step));
    for (std::size_t j = 0; j < identity.instances(); ++j) {
      r = hull(r, identity.difference(j, Dyadic(0), length));
    }
    identity.advance(Dyadic(0), length);
    start = start + length;
  }
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_identity_holds_to_working_precision_and_errors_do_not_grow) {
  const Ball r = widest(Ball(linear_flow::kPrecision));
  BOOST_TEST(r.contains_zero());
  BOOST_TEST((r.magnitude() <= Dyadic(Integer(1), -85)));
}

/// G = 1 up to 2^{−20}: K = (1 − e^{−Gt})/G, driven by 1, for the largest such G.
BOOST_AUTO_TEST_CASE(holds_for_every_eigenvalue_of_the_enclosure) {
  const Ball one = linear_flow::number(1);
  const Ball error = scaled(one, -20);
  Matrix g(1, 1, linear_flow::kPrecision);
  g.set(0, 0, one.widened(error));
  const auto pieces = std::make_shared<DeviationPieces>();
  DuhamelIdentity identity(pieces, EigenBasis(g));
  const Ball rate = one + error;
  const Dyadic length(Integer(1), -1);
  for (long k = 0; k < 8; ++k) {
    const Dyadic start(Integer(k), -1);
    const TaylorModel decay = exponential_model(-rate, length) * exp(-rate * Ball(start, rate.precision()));
    const TaylorModel driver = TaylorModel::constant(one, length);
    pieces->enter(DeviationStep{start, length, {(driver - decay) * (1 / rate)}, {driver}});
    const Ball difference = identity.difference(0, Dyadic(0), length);
    BOOST_TEST(difference.contains_zero());
    BOOST_TEST((difference.magnitude() <= Dyadic(Integer(1), -14)));
    identity.advance(Dyadic(0), length);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_driver_shows) {
  const Ball r = widest(linear_flow::number(1, 1000000000));
  BOOST_TEST((r.magnitude() >= Dyadic(Integer(1), -35)));
}

BOOST_AUTO_TEST_SUITE_END()
