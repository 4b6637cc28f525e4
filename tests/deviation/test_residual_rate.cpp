#include "ntkcert/deviation/residual_rate.hpp"

#include <boost/test/unit_test.hpp>

#include "small_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(residual_rate)

BOOST_AUTO_TEST_CASE(the_two_sides_agree_and_a_wrong_kernel_does_not) {
  ResidualRateIdentity identity(small_flow::pieces(), 3);
  auto halved = std::make_shared<FlowPieces>();
  std::vector<TaylorModel> gram = small_flow::trajectory().gram(small_flow::step());
  for (TaylorModel& entry : gram) {
    entry = entry * Ball(Rational(999999999, 1000000000), entry.precision());
  }
  halved->enter(small_flow::step().start, small_flow::trajectory().models(small_flow::step()), gram);
  ResidualRateIdentity wrong(halved, 3);
  bool caught = false;
  for (std::size_t i = 0; i < 3; ++i) {
    const Ball difference = identity.difference(i, Dyadic(0), small_flow::step().length);
    BOOST_TEST(difference.contains_zero());
    BOOST_TEST((difference.magnitude() <= Dyadic(Integer(1), -60)));
    caught = caught || !wrong.difference(i, Dyadic(0), small_flow::step().length).contains_zero();
  }
  BOOST_TEST(caught);
}

BOOST_AUTO_TEST_SUITE_END()
