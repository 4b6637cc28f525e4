#include "ntkcert/deviation/population_deviation.hpp"

#include <arb_poly.h>

#include <boost/test/unit_test.hpp>

#include "tests/deviation/population_runs.hpp"

using namespace ntkcert;
using namespace population_runs;

BOOST_AUTO_TEST_SUITE(population_deviation)

namespace {

/// The norm of a part at a local time.
Ball norm_at(const SquareModel& model, const Ball& s) {
  return sqrt_nonnegative(model.square(s)).widened(model.error);
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
    for (const std::size_t j : {std::size_t{0}, r.flow.steps().size() / 2}) {
      const Step& step = r.flow.steps()[j];
      const DeviationSquares models = deviation.on_step(step, 0).degrees;
      const DeviationSquares residuals = deviation.residual_on_step(step);
      for (const long eighths : {0L, 3L, 8L}) {
        const Rational t = inside(step, eighths);
        const PopulationState state = population.at(r.flow, t);
        const Ball s = r.flow.local_time(step, t);
        for (std::size_t k = 0; k <= kDegree; ++k) {
          const Ball epsilon = norm_at(models.deviation[k], s);
          const Ball driver = norm_at(models.driver[k], s);
          const std::string what =
              fmt::format("{} {} step {} at {}/8 degree {}", activation, dim, j, eighths, k);
          BOOST_TEST(epsilon.overlaps(state.deviation[k]), what);
          BOOST_TEST(driver.overlaps(state.driver[k]), what);
          const Ball residual = norm_at(residuals.driver[k], s);
          BOOST_TEST(residual.overlaps(state.residual[k]), what);
          BOOST_TEST((residual.radius() < Dyadic(Integer(1), -22)), what);
          BOOST_TEST((epsilon.radius() < Dyadic(Integer(1), -30)), what);
          BOOST_TEST((driver.radius() < Dyadic(Integer(1), -30)), what);
        }
      }
    }
  }
}

/// Truncated series with their remainders hold what the network at θ̃(s) has, which a step that stands still
/// there gives without truncation. So short a series that what it leaves out is far above the rounding.
BOOST_AUTO_TEST_CASE(remainders_hold_what_is_left_out) {
  for (const auto& [activation, dim, scheme] :
       {std::tuple{"tanh", 2L, InitialScheme::doubled}, {"erf", 2L, InitialScheme::independent}}) {
    const Run& r = run(activation, dim, scheme);
    const Population population(r.flow.problem(), r.target, kDegree);
    const PopulationDeviation deviation(r.flow, population);
    const Step& step = r.flow.steps().front();
    const DeviationSquares models = deviation.on_step(step, 0).degrees;
    const Precision fine(400);
    const long full = step.order + 1;
    for (const long quarters : {1L, 3L, 4L}) {
      const Dyadic s = step.length * Dyadic(Integer(quarters), -2);
      Step still = step;
      still.start = step.start + s;
      for (long q = 0; q * full < step.parameters.size(); ++q) {
        arb_struct* series = still.parameters.at(q * full);
        Ball value(fine);
        _arb_poly_evaluate(value.raw(), series, full, Ball(s, fine).raw(), fine.bits());
        _arb_vec_zero(series, full);
        arb_set(series, value.raw());
      }
      const DeviationSquares there = deviation.on_step(still, 0).degrees;
      for (std::size_t k = 0; k <= kDegree; ++k) {
        const Ball truth = there.deviation[k].square.polynomial().coefficient(0);
        const Ball found = models.deviation[k].square(Ball(s, fine));
        BOOST_TEST(found.overlaps(truth), activation << " degree " << k << " at " << quarters << "/4");
        BOOST_TEST((truth.radius() < Dyadic(Integer(1), -96)));
      }
    }
  }
}

/// ε' = −λε + d at points of the sphere, and the values at many points have the norms of the degree: a mean
/// over a design would be exact, here Σ over one circle of degree 4 on S¹ is.
BOOST_AUTO_TEST_CASE(values_belong_to_the_norms) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const DeviationStep models = *deviation.on_step(r.flow.steps()[1], 2).values;
  const Ball h(models.length, kPrecision);
  const std::vector<DuhamelMode> modes = deviation.value_modes(2);
  BOOST_TEST(modes.size() == models.deviation.size());
  BOOST_TEST(modes[3].label == "degree 1 at x_2");
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const TaylorModel right = models.driver[i] - models.deviation[i] * population.eigenvalues()[i / 2];
    const Ball change = models.deviation[i](h) - models.deviation[i](Ball(kPrecision));
    BOOST_TEST(change.overlaps(right.integral()(h)));
    BOOST_TEST((change.radius() < Dyadic(Integer(1), -40)));
  }
}

/// λ_k(P_k − P̂_k)r_t is the sampling part of the driver.
BOOST_AUTO_TEST_CASE(sampling) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const Step& step = r.flow.steps()[1];
  const DeviationSquares models = deviation.sampling_on_step(step);
  for (const long eighths : {0L, 5L, 8L}) {
    const Rational t = inside(step, eighths);
    const Ball s = r.flow.local_time(step, t);
    Vector residual;
    for (const TaylorModel& model : r.flow.models(step).residual) {
      residual.push_back(model(s));
    }
    const DriverParts parts = population.driver_parts(r.flow, t, residual);
    for (std::size_t k = 0; k <= kDegree; ++k) {
      const Ball norm = norm_at(models.driver[k], s);
      BOOST_TEST((population.eigenvalues()[k] * norm).overlaps(parts.sampling[k]));
      BOOST_TEST((norm.radius() < Dyadic(Integer(1), -30)));
    }
  }
}

BOOST_AUTO_TEST_CASE(covers_the_whole_tube) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const std::size_t j = r.flow.steps().size() / 2;
  const DeviationSquares exact =
      PopulationDeviation(r.flow, population).on_step(r.flow.steps()[j], 0).degrees;
  for (long q = 0; q < r.flow.problem().initial.layout().size(); q += 7) {
    const Trajectory moved = less_known(r.flow, q, Dyadic(Integer(1), -12));
    const DeviationSquares wide = PopulationDeviation(moved, population).on_step(moved.steps()[j], 0).degrees;
    for (const long quarters : {0L, 1L, 4L}) {
      const Ball s = scaled(Ball(exact.length, kPrecision) * quarters, -2);
      for (std::size_t k = 0; k < exact.deviation.size(); ++k) {
        BOOST_REQUIRE(norm_at(wide.deviation[k], s).contains(norm_at(exact.deviation[k], s).midpoint()));
        BOOST_REQUIRE(norm_at(wide.driver[k], s).contains(norm_at(exact.driver[k], s).midpoint()));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(blocks_of_degrees) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const std::vector<SpectralBlock> degrees = deviation.degree_blocks({0, 2, 4});
  BOOST_TEST(degrees.size() == 3U);
  BOOST_TEST(degrees[2].first == 4);
  BOOST_TEST(degrees[2].last == 4);
  BOOST_TEST(degrees[2].label == "degree 4");
  for (const SpectralBlock& block : degrees) {
    BOOST_TEST((block.rate <= population.eigenvalues()[static_cast<std::size_t>(block.first)].lower()));
    BOOST_TEST((block.rate > Dyadic(0)));
  }
  const std::vector<SpectralBlock> leading = deviation.leading_blocks();
  BOOST_TEST(leading.size() == 4U);
  BOOST_TEST(leading[1].first == 0);
  BOOST_TEST(leading[1].last == 2);
  Dyadic smallest = population.eigenvalues()[0].lower();
  for (const std::size_t k : {1U, 2U}) {
    smallest = std::min(smallest, population.eigenvalues()[k].lower());
  }
  BOOST_TEST((leading[1].rate == smallest));
}

BOOST_AUTO_TEST_SUITE_END()
