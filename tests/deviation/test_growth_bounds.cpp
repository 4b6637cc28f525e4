#include "ntkcert/deviation/growth_bounds.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/deviation/growth_law.hpp"
#include "ntkcert/network/tangent_kernel.hpp"
#include "small_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(growth_bounds)

namespace {

std::shared_ptr<GrowthPieces> entered(const Step& step) {
  auto pieces = std::make_shared<GrowthPieces>(small_flow::trajectory());
  pieces->enter(step, small_flow::trajectory().models(step), small_flow::trajectory().gram(step));
  return pieces;
}

}  // namespace

/// Ranges over a piece hold what the trajectory says at times in it.
BOOST_AUTO_TEST_CASE(pieces_enclose_the_flow) {
  const Step& step = small_flow::step();
  const auto pieces = entered(step);
  const Dyadic a = step.length * Dyadic(Integer(1), -2);
  const Dyadic b = step.length * Dyadic(Integer(3), -2);
  const GrowthPiece& piece = pieces->piece(a, b);
  const Network& start = small_flow::trajectory().problem().initial;
  const Points& points = small_flow::trajectory().problem().points;
  const Matrix before = tangent_gram(start, points);
  for (long i = 0; i <= 4; ++i) {
    const Dyadic t = step.start + a + (b - a) * Dyadic(Integer(i), -2);
    const Network now = small_flow::trajectory().enclosure_at(t.to_rational());
    for (std::size_t q = 0; q < now.parameters().size(); ++q) {
      BOOST_REQUIRE(piece.network.parameters()[q].contains(now.parameters()[q].midpoint()));
      BOOST_REQUIRE(piece.displacement[q].overlaps(now.parameters()[q] - start.parameters()[q]));
    }
    const Ball norm = sqrt(2 * small_flow::risk_at(t.to_rational()));
    BOOST_TEST(piece.residual_norm.overlaps(norm));
    const Matrix after = tangent_gram(now, points);
    BOOST_TEST(piece.kernel[1].overlaps(after(0, 1) * points.size()));
    BOOST_TEST(piece.kernel_change[1].overlaps((after(0, 1) - before(0, 1)) * points.size()));
  }
}

/// q(t) = m^{−1/2}∫‖r̂‖_n by Simpson's rule on the trajectory's own values.
BOOST_AUTO_TEST_CASE(internal_time) {
  const auto pieces = std::make_shared<GrowthPieces>(small_flow::trajectory());
  InternalTime time(pieces);
  double expected = 0;
  for (const Step& step : small_flow::trajectory().steps()) {
    pieces->enter(step, small_flow::trajectory().models(step), {});
    time.advance(Dyadic(0), step.length);
    constexpr long kCells = 16;
    const double h = step.length.approximate() / kCells;
    for (long i = 0; i <= kCells; ++i) {
      const Rational t = (step.start + step.length * Dyadic(Integer(i), -4)).to_rational();
      const double weight = i == 0 || i == kCells ? 1 : i % 2 == 1 ? 4 : 2;
      expected += weight * h / 3 * sqrt(2 * small_flow::risk_at(t)).midpoint().approximate() / 2;  // √m = 2
    }
  }
  BOOST_TEST(time.now().midpoint().approximate() == expected, boost::test_tools::tolerance(1e-9));
  BOOST_TEST((time.now().radius() < Dyadic(Integer(1), -40)));
}

BOOST_AUTO_TEST_CASE(true_bounds_hold_and_tight_ones_do_not) {
  const Step& step = small_flow::trajectory().steps().front();
  const Network& initial = small_flow::trajectory().problem().initial;
  const GrowthLaw law(initial.activation());
  const WeightSizes start = mean_sizes(initial);
  const auto moved = [](const GrowthPiece& piece) {
    return norm(Vector(piece.displacement.begin(), piece.displacement.begin() + 4)) / 2;
  };
  const auto bounds = [&](long divisor) {
    return SizeBound{"outer weights", moved, [=](const Ball&, const Ball& q) {
                       return (law.majorants(start, q).outer - start.outer) / divisor;
                     }};
  };
  GrowthBounds family(entered(step), {bounds(1), bounds(1000)});
  const Dyadic middle = step.length * Dyadic(Integer(1), -1);
  family.advance(Dyadic(0), middle);
  const Dyadic end = middle + step.length * Dyadic(Integer(1), -6);
  BOOST_TEST((family.compare(0, middle, end).gap.lower() > Dyadic(0)));
  BOOST_TEST((family.compare(1, middle, end).gap.upper() < Dyadic(0)));
}

BOOST_AUTO_TEST_SUITE_END()
