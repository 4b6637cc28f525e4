#include "ntkcert/deviation/population_deviation.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "tests/deviation/population_runs.hpp"

using namespace ntkcert;
using namespace population_runs;

BOOST_AUTO_TEST_SUITE(population_deviation)

namespace {

/// ‖P_k·‖² of coordinate models at a local time.
Ball square_at(const std::vector<TaylorModel>& models, const SpectralBlock& block, const Ball& s) {
  Ball sum(kPrecision);
  for (long i = block.first; i <= block.last; ++i) {
    sum += square(models[static_cast<std::size_t>(i)](s));
  }
  return sum;
}

Rational inside(const Step& step, long eighths) {
  return step.start.to_rational() + step.length.to_rational() * Rational(eighths, 8);
}

}  // namespace

/// The models of a step against the quadratic forms at times in it.
BOOST_AUTO_TEST_CASE(agree_with_the_forms) {
  for (const auto& [activation, dim, scheme] : {std::tuple{"tanh", 2L, InitialScheme::doubled},
                                                {"tanh", 3L, InitialScheme::doubled},
                                                {"erf", 2L, InitialScheme::independent}}) {
    const Run& r = run(activation, dim, scheme);
    const Population population(r.flow.problem(), r.target, kDegree);
    const PopulationDeviation deviation(r.flow, population);
    const std::vector<SpectralBlock> blocks = deviation.degree_blocks();
    for (const std::size_t j : {std::size_t{0}, r.flow.steps().size() / 2}) {
      const Step& step = r.flow.steps()[j];
      const DeviationStep models = deviation.on_step(step);
      for (const long eighths : {0L, 3L, 8L}) {
        const Rational t = inside(step, eighths);
        const PopulationState state = population.at(r.flow, t);
        const Ball s = r.flow.local_time(step, t);
        for (std::size_t k = 0; k <= kDegree; ++k) {
          const Ball epsilon = square_at(models.deviation, blocks[k], s);
          const Ball driver = square_at(models.driver, blocks[k], s);
          const std::string what =
              fmt::format("{} {} step {} at {}/8 degree {}", activation, dim, j, eighths, k);
          BOOST_TEST(epsilon.overlaps(square(state.deviation[k])), what);
          BOOST_TEST(driver.overlaps(square(state.driver[k])), what);
          BOOST_TEST((epsilon.radius() < Dyadic(Integer(1), -30)), what);
          BOOST_TEST((driver.radius() < Dyadic(Integer(1), -30)), what);
        }
      }
    }
  }
}

/// ε' = −λε + d, coordinate by coordinate: the two models belong together (this is Duhamel's formula on a
/// step).
BOOST_AUTO_TEST_CASE(the_driver_drives_the_deviation) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const DeviationStep models = deviation.on_step(r.flow.steps()[1]);
  const Ball h(models.length, kPrecision);
  for (const SpectralBlock& block : deviation.degree_blocks()) {
    const Ball rate(block.rate, kPrecision);
    for (long i = block.first; i <= block.last; ++i) {
      const auto index = static_cast<std::size_t>(i);
      const TaylorModel right = models.driver[index] - models.deviation[index] * rate;
      const Ball change = models.deviation[index](h) - models.deviation[index](Ball(kPrecision));
      BOOST_TEST(change.overlaps(right.integral()(h)));
      BOOST_TEST((change.radius() < Dyadic(Integer(1), -40)));
    }
  }
}

BOOST_AUTO_TEST_CASE(covers_the_whole_tube) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const std::size_t j = r.flow.steps().size() / 2;
  const DeviationStep exact = PopulationDeviation(r.flow, population).on_step(r.flow.steps()[j]);
  for (long q = 0; q < r.flow.problem().initial.layout().size(); q += 7) {
    const Trajectory moved = less_known(r.flow, q, Dyadic(Integer(1), -12));
    const DeviationStep wide = PopulationDeviation(moved, population).on_step(moved.steps()[j]);
    for (const long quarters : {0L, 1L, 4L}) {
      const Ball s = scaled(Ball(exact.length, kPrecision) * quarters, -2);
      for (std::size_t i = 0; i < exact.deviation.size(); ++i) {
        BOOST_REQUIRE(wide.deviation[i](s).contains(exact.deviation[i](s).midpoint()));
        BOOST_REQUIRE(wide.driver[i](s).contains(exact.driver[i](s).midpoint()));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(blocks_of_degrees) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const std::vector<SpectralBlock> degrees = deviation.degree_blocks();
  BOOST_TEST(degrees.size() == 5U);
  BOOST_TEST(degrees[4].first == 16);
  BOOST_TEST(degrees[4].last == 24);
  BOOST_TEST(degrees[4].label == "degree 4");
  for (std::size_t k = 0; k <= kDegree; ++k) {
    BOOST_TEST((degrees[k].rate <= population.eigenvalues()[k].lower()));
    BOOST_TEST((degrees[k].rate > Dyadic(0)));
  }
  const std::vector<SpectralBlock> leading = deviation.leading_blocks();
  BOOST_TEST(leading.size() == 4U);
  BOOST_TEST(leading[1].first == 0);
  BOOST_TEST(leading[1].last == 8);
  BOOST_TEST((leading[1].rate == std::min({degrees[0].rate, degrees[1].rate, degrees[2].rate})));
}

BOOST_AUTO_TEST_SUITE_END()
