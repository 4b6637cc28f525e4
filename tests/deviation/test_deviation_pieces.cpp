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

/// Parts known by their norms: a norm of 3 + s known up to 1/8 may be anything within 1/8 of it.
BOOST_AUTO_TEST_CASE(norms_that_are_known_up_to_an_error) {
  Polynomial square(linear_flow::kPrecision);
  square.set_coefficient(0, linear_flow::number(9));
  square.set_coefficient(1, linear_flow::number(6));
  square.set_coefficient(2, linear_flow::number(1));
  const SquareModel part{{square, Ball(linear_flow::kPrecision), Dyadic(2)}, linear_flow::number(1, 8)};
  DeviationPieces pieces;
  pieces.enter(DeviationSquares{Dyadic(3), Dyadic(2), {part, part}, {part, part}});
  const DeviationPiece& piece = pieces.piece(Dyadic(1), Dyadic(2));
  const Ball y = linear_flow::number(1, 2);
  for (const long sign : {-1L, 1L}) {
    const Ball norm = linear_flow::number(9, 2) + linear_flow::number(sign, 8);
    BOOST_TEST(piece.deviation_square_on({1, 1, Dyadic(0), ""})(y).contains((norm * norm).midpoint()));
    BOOST_TEST(piece.driver_square_on({0, 1, Dyadic(0), ""})(y).contains((2 * norm * norm).midpoint()));
  }
  BOOST_TEST(
      !piece.deviation_square_on({0, 0, Dyadic(0), ""})(y).contains(linear_flow::number(22).midpoint()));
}

BOOST_AUTO_TEST_SUITE_END()
