#include "ntkcert/deviation/energy_bounds.hpp"

#include <boost/test/unit_test.hpp>

#include "small_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(energy_bounds)

BOOST_AUTO_TEST_CASE(a_priori_bounds_hold_on_a_later_step) {
  const auto pieces = small_flow::pieces();
  const Dyadic b = small_flow::step().length * Dyadic(Integer(1), -3);
  const Ball initial = small_flow::risk_at(0);
  RiskDecrease decrease(pieces);
  DisplacementBound displacement(pieces, initial);
  GradientBound gradient(pieces);
  for (Inequality* family : std::initializer_list<Inequality*>{&decrease, &displacement, &gradient}) {
    for (std::size_t j = 0; j < family->instances(); ++j) {
      BOOST_TEST((family->compare(j, Dyadic(0), b).gap.lower() >= Dyadic(0)));
    }
  }
  // With Φ_0 far too small the same comparison fails: the bound is not vacuous.
  DisplacementBound planted(pieces, initial / 1000);
  BOOST_TEST((planted.compare(1, Dyadic(0), b).gap.upper() < Dyadic(0)));
}

BOOST_AUTO_TEST_CASE(energy_is_conserved_over_all_steps) {
  const auto pieces = std::make_shared<FlowPieces>();
  EnergyIdentity identity(pieces, small_flow::risk_at(0));
  EnergyIdentity wrong(pieces, small_flow::risk_at(0) + Ball(Rational(1, 1000000000), Precision(96)));
  for (const Step& step : small_flow::trajectory().steps()) {
    pieces->enter(step.start, small_flow::trajectory().models(step), {});
    BOOST_REQUIRE(identity.difference(0, Dyadic(0), step.length).contains_zero());
    BOOST_REQUIRE(!wrong.difference(0, Dyadic(0), step.length).contains_zero());
    identity.advance(Dyadic(0), step.length);
    wrong.advance(Dyadic(0), step.length);
  }
}

BOOST_AUTO_TEST_SUITE_END()
