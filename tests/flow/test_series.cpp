#include "ntkcert/flow/series.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/cauchy.hpp"
#include "ntkcert/flow/front.hpp"
#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(series)

namespace {

constexpr Shape kShape{6, 4, 2};
constexpr long kOrder = 24;
const Precision kFine(400);

FlowProblem problem_at(const std::string& activation, Precision p) {
  return example_flow(activation, kShape, 1, p, InitialScheme::independent);
}

}  // namespace

BOOST_AUTO_TEST_CASE(coefficients_sum_to_the_residuals_and_the_defect_is_below_its_bound) {
  for (const std::string name : {"tanh", "erf"}) {
    const FlowProblem coarse = problem_at(name, Precision(128));
    const FlowProblem fine = problem_at(name, kFine);
    const StepSeries series(coarse, initial_front(coarse).state, kOrder);
    const long count = coarse.initial.layout().size();
    for (const long exponent : {-6L, -9L, -12L}) {
      const Ball s = scaled(Ball(3, kFine), exponent - 2);
      // What the orders beyond the last amount to: the radius of convergence is above 1/2.
      const Ball beyond = pow(2 * s, kOrder - 1);
      const Network along = with_parameters(fine, evaluate_series(series.parameter(0), count, kOrder + 1, s));
      const Vector direct = residuals_of(fine, along);
      const Vector summed = evaluate_series(series.residual(0), kShape.size, kOrder + 1, s);
      for (std::size_t i = 0; i < direct.size(); ++i) {
        BOOST_TEST(summed[i].widened(beyond).contains(direct[i]));
        BOOST_TEST((summed[i].radius() < Dyadic(Integer(1), -115)));
      }
      const Vector velocity = evaluate_series(series.parameter(0), count, kOrder + 1, s, true);
      const Ball defect = norm(sum_of(velocity, risk_gradient_of(fine, along)));
      const Ball bound = majorant(series.norms().defect, s.at(kBoundPrecision), 0);
      BOOST_TEST(is_yes(defect <= bound + beyond));
      if (exponent < -6) {
        BOOST_TEST(is_yes(bound <= 1000 * defect));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(norms_are_those_of_the_coefficients) {
  const FlowProblem coarse = problem_at("tanh", Precision(128));
  const StepSeries series(coarse, initial_front(coarse).state, kOrder);
  const ParameterLayout& layout = coarse.initial.layout();
  const auto close = [](const Ball& bound, const Ball& exact) {
    return is_yes(exact.at(Precision(60)) * Ball(Rational(999'999, 1'000'000), kFine) <= bound) &&
           is_yes(bound <= exact * Ball(Rational(1'000'001, 1'000'000), kFine));
  };
  for (const long k : {0L, 1L, 5L, kOrder}) {
    Vector outer;
    Vector inner;
    for (long q = 0; q < layout.output_bias(); ++q) {
      Ball x(kFine);
      arb_set(x.raw(), series.parameter(q) + k);
      BOOST_TEST(x.is_exact());
      (q < layout.width ? outer : inner).push_back(x);
    }
    Ball largest(kFine);
    for (long l = 0; l < layout.width; ++l) {
      for (long i = 0; i < kShape.size; ++i) {
        Ball z(kFine);
        arb_dot(z.raw(), nullptr, 0, series.parameter(layout.inner(l)) + k, kOrder + 1, coarse.points.row(i),
                1, layout.dim + 1, kFine.bits());
        largest = max(largest, abs(z));
      }
    }
    const auto at = static_cast<std::size_t>(k);
    BOOST_TEST(close(series.norms().outer[at], norm(outer)));
    BOOST_TEST(close(series.norms().inner[at], norm(inner)));
    BOOST_TEST(close(series.norms().preactivation[at], largest));
  }
  Ball mean(kFine);
  for (const Ball& r : residuals_of(coarse, coarse.initial)) {
    mean += abs(r) / kShape.size;
  }
  BOOST_TEST(close(series.norms().mean_residual, mean));
}

BOOST_AUTO_TEST_CASE(mean_slopes_are_the_first_rows_of_the_hessian_blocks) {
  const FlowProblem coarse = problem_at("erf", Precision(128));
  const StepSeries series(coarse, initial_front(coarse).state, kOrder);
  const auto blocks =
      residual_hessian_blocks(coarse.initial, coarse.points, residuals_of(coarse, coarse.initial));
  for (long l = 0; l < kShape.width; ++l) {
    for (long j = 0; j <= kShape.dim; ++j) {
      Ball slope(kFine);
      arb_set(slope.raw(), series.mean_slope(l, j));
      const Ball difference = slope - blocks[static_cast<std::size_t>(l)](0, j + 1);
      BOOST_TEST(difference.contains_zero());
      BOOST_TEST((difference.radius() < Dyadic(Integer(1), -115)));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
