#include "ntkcert/deviation/deviation_pieces.hpp"

#include <boost/test/unit_test.hpp>

#include "linear_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(deviation_pieces)

BOOST_AUTO_TEST_CASE(pieces_agree_with_the_step_and_squares_with_norms) {
  const SampleDeviation deviation(linear_flow::other_operator(), linear_flow::initial());
  DeviationPieces pieces;
  pieces.enter(linear_flow::step(deviation, Dyadic(3), Dyadic(2)));
  const Dyadic a(Integer(1), -1);
  const DeviationPiece& piece = pieces.piece(a, Dyadic(1));
  BOOST_TEST((piece.start.to_rational() == Rational(7, 2)));
  const Ball y = linear_flow::number(1, 5);
  const Ball t = y + Ball(piece.start, linear_flow::kPrecision);
  const Vector exact = linear_flow::deviation_oracle(t);
  const Vector driver = linear_flow::driver_oracle(t);
  const SpectralBlock all = deviation.basis().top_blocks().back();
  BOOST_TEST(piece.deviation_square_on(all)(y).overlaps(dot(exact, exact) / 3));
  BOOST_TEST(piece.driver_square_on(all)(y).overlaps(dot(driver, driver) / 3));
  BOOST_TEST((&pieces.piece(a, Dyadic(1)) == &piece));
}

BOOST_AUTO_TEST_SUITE_END()
