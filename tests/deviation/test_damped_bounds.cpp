#include "ntkcert/deviation/damped_bounds.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>

#include "linear_flow.hpp"
#include "ntkcert/deviation/damping.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(damped_bounds)

namespace {

/// Walks eight steps of length 1/2 in pieces of 1/8 and hands each comparison to `see`.
void walk(Inequality& family, const std::shared_ptr<DeviationPieces>& pieces,
          const SampleDeviation& deviation,
          const std::function<void(std::size_t, const Ball&, const Sides&)>& see) {
  const Dyadic length(Integer(1), -1);
  const Dyadic width(Integer(1), -3);
  for (long k = 0; k < 8; ++k) {
    const Dyadic start(Integer(k), -1);
    pieces->enter(linear_flow::step(deviation, start, length));
    for (Dyadic a(0); a < length; a = a + width) {
      for (std::size_t j = 0; j < family.instances(); ++j) {
        see(j, Ball(start + a, linear_flow::kPrecision), family.compare(j, a, a + width));
      }
      family.advance(a, a + width);
    }
  }
}

/// ∫_0^t weight(s)‖Pd_s‖^power ds by the midpoint rule on the closed form, an approximation good to 1e-4.
double quadrature(const EigenBasis& basis, const SpectralBlock& block, double t, int power, double rate,
                  const Matrix& g = linear_flow::other_operator()) {
  constexpr int kNodes = 400;
  double sum = 0;
  for (int i = 0; i < kNodes; ++i) {
    const double s = t * (i + 0.5) / kNodes;
    const Vector d =
        basis.coordinates(linear_flow::driver_oracle(Ball::from_double(s, linear_flow::kPrecision), g));
    double square = 0;
    for (long j = block.first; j <= block.last; ++j) {
      square += std::pow(d[static_cast<std::size_t>(j)].midpoint().approximate(), 2);
    }
    sum += std::pow(square, power / 2.0) * std::exp(-rate * (t - s));
  }
  return sum * t / kNodes;
}

double middle(const Ball& x) { return x.midpoint().approximate(); }

}  // namespace

BOOST_AUTO_TEST_CASE(the_three_bounds_hold_and_their_sides_match_quadrature) {
  const SampleDeviation deviation(linear_flow::other_operator(), linear_flow::initial());
  const auto pieces = std::make_shared<DeviationPieces>();
  const std::vector<SpectralBlock> blocks = deviation.basis().top_blocks();
  IntegralBound integral(pieces, {blocks[1], blocks[2]});
  walk(integral, pieces, deviation, [&](std::size_t j, const Ball& t, const Sides& sides) {
    const SpectralBlock& block = blocks[j + 1];
    if (middle(t) > 0.2) {
      BOOST_REQUIRE((sides.gap.lower() >= Dyadic(0)));
      const double expected = quadrature(deviation.basis(), block, middle(t), 1, block.rate.approximate());
      BOOST_REQUIRE_SMALL(middle(sides.rhs) - expected, 2e-4);
    }
  });
  SquareIntegralBound squares(pieces, blocks);
  walk(squares, pieces, deviation, [&](std::size_t j, const Ball& t, const Sides& sides) {
    if (middle(t) > 0.2) {
      BOOST_REQUIRE((sides.gap.lower() >= Dyadic(0)));
      const double rate = blocks[j].rate.approximate();
      const double factor = (1 - std::exp(-2 * rate * middle(t))) / (2 * rate);
      const double expected = std::sqrt(factor * quadrature(deviation.basis(), blocks[j], middle(t), 2, 0));
      BOOST_REQUIRE_SMALL(middle(sides.rhs) - expected, 2e-4);
    }
  });
  SupremumBound supremum(pieces, blocks, SupremumFactor::damped);
  walk(supremum, pieces, deviation, [&](std::size_t j, const Ball& t, const Sides& sides) {
    if (middle(t) > 0.2) {
      BOOST_REQUIRE((sides.gap.lower() >= Dyadic(0)));
      const double rate = blocks[j].rate.approximate();
      double largest = 0;
      for (long n = 0; static_cast<double>(n) / 64 <= middle(t) + 1e-9; ++n) {
        const Vector d = deviation.basis().coordinates(
            linear_flow::driver_oracle(Ball(Rational(n, 64), linear_flow::kPrecision)));
        double square = 0;
        for (long i = blocks[j].first; i <= blocks[j].last; ++i) {
          square += std::pow(middle(d[static_cast<std::size_t>(i)]), 2);
        }
        largest = std::max(largest, square);
      }
      const double expected = (1 - std::exp(-rate * middle(t))) / rate * std::sqrt(largest);
      BOOST_REQUIRE(sides.rhs.lower().approximate() <= expected * (1 + 1e-12));
      BOOST_REQUIRE(sides.rhs.upper().approximate() >= expected * (1 - 1e-12));
    }
  });
}

/// The gap of the squares at points of a piece is in its enclosure, in which the supremum may be attained
/// inside the piece: at first nothing else is known of it.
BOOST_AUTO_TEST_CASE(the_supremum_of_the_piece_itself_counts) {
  const SampleDeviation deviation(linear_flow::other_operator(), linear_flow::initial());
  const auto pieces = std::make_shared<DeviationPieces>();
  const SpectralBlock all = deviation.basis().top_blocks().back();
  SupremumBound bound(pieces, {all}, SupremumFactor::damped);
  const auto squared_norm = [](const Vector& x) { return middle(dot(x, x)) / 3; };
  double largest = 0;
  walk(bound, pieces, deviation, [&](std::size_t, const Ball& t, const Sides& sides) {
    for (long i = 0; i <= 4; ++i) {
      const Ball now = t + linear_flow::number(i, 32);
      largest = std::max(largest, squared_norm(linear_flow::driver_oracle(now)));
      const double factor = middle(damping_factor(all.rate, now));
      const double gap = factor * factor * largest - squared_norm(linear_flow::deviation_oracle(now));
      BOOST_TEST(sides.gap.upper().approximate() >= gap - 1e-12);
      BOOST_TEST(sides.gap.lower().approximate() <= gap + 1e-12);
    }
  });
}

/// G known with an error, which adds up in the integrals: they cover those of a G at the end of the
/// enclosure.
BOOST_AUTO_TEST_CASE(integrals_cover_every_operator_of_the_enclosure) {
  constexpr long kBits = 9;
  const SampleDeviation deviation(linear_flow::wide_operator(kBits), linear_flow::initial());
  const Matrix corner = linear_flow::corner_operator(kBits);
  const EigenBasis basis(corner);
  const auto pieces = std::make_shared<DeviationPieces>();
  const SpectralBlock all = deviation.basis().top_blocks().back();
  const double rate = all.rate.approximate();
  const Ball error = Ball::from_double(2e-4, linear_flow::kPrecision);
  IntegralBound integral(pieces, {all});
  walk(integral, pieces, deviation, [&](std::size_t, const Ball& t, const Sides& sides) {
    const double expected = quadrature(basis, all, middle(t), 1, rate, corner);
    BOOST_TEST(sides.rhs.widened(error).contains(Dyadic::from_double(expected)), "t " << middle(t));
  });
  SquareIntegralBound squares(pieces, {all});
  walk(squares, pieces, deviation, [&](std::size_t, const Ball& t, const Sides& sides) {
    const double factor = (1 - std::exp(-2 * rate * middle(t))) / (2 * rate);
    const double expected = std::sqrt(factor * quadrature(basis, all, middle(t), 2, 0, corner));
    BOOST_TEST(sides.rhs.widened(error).contains(Dyadic::from_double(expected)), "t " << middle(t));
  });
}

BOOST_AUTO_TEST_CASE(a_rate_that_is_too_large_is_refuted) {
  const SampleDeviation deviation(linear_flow::other_operator(), linear_flow::initial());
  const auto pieces = std::make_shared<DeviationPieces>();
  std::vector<SpectralBlock> blocks = deviation.basis().cluster_blocks();
  for (SpectralBlock& block : blocks) {
    block.rate = block.rate + block.rate;
  }
  IntegralBound bound(pieces, blocks);
  long refuted = 0;
  walk(bound, pieces, deviation, [&](std::size_t, const Ball&, const Sides& sides) {
    refuted += sides.gap.upper() < Dyadic(0) ? 1 : 0;
  });
  BOOST_TEST(refuted > 0);
}

BOOST_AUTO_TEST_CASE(the_undamped_bound_is_the_larger_one) {
  const SampleDeviation deviation(linear_flow::other_operator(), linear_flow::initial());
  const auto pieces = std::make_shared<DeviationPieces>();
  const SpectralBlock all = deviation.basis().top_blocks().back();
  std::vector<Ball> damped;
  SupremumBound first(pieces, {all}, SupremumFactor::damped);
  walk(first, pieces, deviation,
       [&](std::size_t, const Ball&, const Sides& sides) { damped.push_back(sides.rhs); });
  SupremumBound second(pieces, {all}, SupremumFactor::undamped);
  std::size_t k = 0;
  walk(second, pieces, deviation, [&](std::size_t, const Ball&, const Sides& sides) {
    BOOST_REQUIRE(!is_yes(sides.rhs < damped[k]));
    ++k;
  });
}

BOOST_AUTO_TEST_SUITE_END()
