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

BOOST_AUTO_TEST_CASE(a_wrong_driver_shows) {
  const Ball r = widest(linear_flow::number(1, 1000000000));
  BOOST_TEST((r.magnitude() >= Dyadic(Integer(1), -35)));
}

BOOST_AUTO_TEST_SUITE_END()
