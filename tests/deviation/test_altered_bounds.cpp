#include "ntkcert/deviation/altered_bounds.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/deviation/energy_bounds.hpp"
#include "small_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(altered_bounds)

/// On the displacement, whose bound is nearly attained: R, 2R and R/2, for a family that compares squares.
BOOST_AUTO_TEST_CASE(the_right_side_is_replaced) {
  const Dyadic b = small_flow::step().length * Dyadic(Integer(1), -3);
  const auto compared = [&](const Alteration& alteration) {
    AlteredBounds bounds(
        std::make_unique<DisplacementBound>(small_flow::pieces(), small_flow::risk_at(0)),
        [] { return small_flow::step().start; }, alteration);
    return bounds.compare(1, Dyadic(0), b);
  };
  const Sides same = compared([](const Ball& r, const Ball&) { return r; });
  const Sides twice = compared([](const Ball& r, const Ball&) { return 2 * r; });
  BOOST_TEST((same.gap.lower() > Dyadic(0)));
  BOOST_TEST((twice.rhs / same.rhs).contains(Rational(2)));
  BOOST_TEST(twice.gap.overlaps(4 * same.rhs_power - same.lhs_power));
  BOOST_TEST((compared([](const Ball& r, const Ball&) { return r / 1000; }).gap.upper() < Dyadic(0)));
  // The time handed over is absolute.
  const Sides time = compared([](const Ball&, const Ball& t) { return t; });
  BOOST_TEST(time.rhs.contains(small_flow::step().start));
  BOOST_TEST(time.rhs_power.contains(square(Ball(small_flow::step().start + b, Precision(96)))));
}

BOOST_AUTO_TEST_SUITE_END()
