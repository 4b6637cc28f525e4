#include "ntkcert/deviation/flow_pieces.hpp"

#include <boost/test/unit_test.hpp>

#include "small_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(flow_pieces)

BOOST_AUTO_TEST_CASE(a_piece_agrees_with_the_network_at_its_start) {
  const auto pieces = small_flow::pieces();
  const Dyadic a = small_flow::step().length * Dyadic(Integer(1), -2);
  const FlowPiece& piece = pieces->piece(a, a + a);
  const Rational t = piece.start.to_rational();
  BOOST_TEST(piece.risk.range(Dyadic(0), Dyadic(0)).overlaps(small_flow::risk_at(t)));
  // Φ' = −‖∇Φ‖².
  BOOST_TEST((piece.risk_rate + piece.gradient_square).range().contains_zero());
  const SymmetricEigen eigen(
      tangent_gram(small_flow::trajectory().enclosure_at(t), small_flow::trajectory().problem().points));
  const Ball largest = eigen.eigenvalue(eigen.size() - 1);
  BOOST_TEST(!is_yes(piece.rayleigh_quotient->range(Dyadic(0), Dyadic(0)) > largest));
  BOOST_TEST(!is_yes(piece.gram_trace->range(Dyadic(0), Dyadic(0)) < largest));
}

BOOST_AUTO_TEST_SUITE_END()
