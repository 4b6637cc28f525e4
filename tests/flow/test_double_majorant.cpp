#include "ntkcert/flow/double_majorant.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <map>

#include "tests/floating/control_words.hpp"
#include "tests/flow/exact_series.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_majorant)

namespace {

constexpr long kOrder = 12;
constexpr double kUnitOfTime = 0x1p-3;
const Precision kFine(ExactSeries::kBits);

struct Case {
  std::string what;
  std::string activation;
  FlowProblem problem;
};

FlowProblem with(FlowProblem problem, const std::function<double(long q, double x)>& change) {
  Vector parameters;
  for (long q = 0; q < problem.initial.layout().size(); ++q) {
    const double x = problem.initial.parameters()[static_cast<std::size_t>(q)].midpoint().approximate();
    parameters.push_back(Ball::from_double(change(q, x), kFine));
  }
  problem.initial =
      Network(problem.initial.shared_activation(), problem.initial.layout(), std::move(parameters));
  return problem;
}

/// Nets as drawn, and some that nobody would draw.
std::vector<Case> cases() {
  std::vector<Case> r;
  for (const std::string name : {"tanh", "erf", "softplus", "gelu"}) {
    const FlowProblem drawn = example_flow(name, {12, 9, 3}, 1, kFine, InitialScheme::independent);
    const long outer = drawn.initial.layout().inner(0);
    r.push_back({"drawn", name, drawn});
    r.push_back({"n 1, m 2, d 6", name, example_flow(name, {2, 1, 6}, 1, kFine)});
    r.push_back({"m 40", name, example_flow(name, {40, 3, 2}, 1, kFine)});
    r.push_back({"a large", name, with(drawn, [&](long q, double x) { return q < outer ? 30 * x : x; })});
    r.push_back({"a tiny", name, with(drawn, [&](long q, double x) { return q < outer ? 1e-200 * x : x; })});
    r.push_back({"a zero", name, with(drawn, [&](long q, double x) { return q < outer ? 0 : x; })});
    r.push_back(
        {"a of one sign", name, with(drawn, [&](long q, double x) { return q < outer ? std::abs(x) : x; })});
    r.push_back({"saturated", name, with(drawn, [&](long q, double x) { return q < outer ? x : 12 * x; })});
    r.push_back(
        {"subnormal", name, with(drawn, [&](long q, double x) { return q < outer ? x : 1e-310 * x; })});
  }
  return r;
}

/// The series at the problem's start, after a move so that displacements are not rounding errors alone.
std::vector<double> moved(const DoubleProblem& problem) {
  std::vector<double> displacement = problem.displacement;
  for (std::size_t q = 0; q < displacement.size(); ++q) {
    displacement[q] += problem.origin[q] * 0x1.3p-5 + (q % 3 == 0 ? 0x1.1p-7 : -0x1.7p-8);
  }
  return displacement;
}

struct Ratios {
  double least = 1e300;
  void add(UpperBound bound, const Ball& error, const std::string& what) {
    const Ball stated = Ball::from_double(bound.value(), kFine);
    BOOST_REQUIRE_MESSAGE(is_yes(error <= stated),
                          what << ": error " << error.upper().approximate() << ", bound " << bound.value());
    if (error.upper() > Dyadic(Integer(1), -900)) {
      least = std::min(least, bound.value() / error.upper().approximate());
    }
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(the_errors_are_below_their_bounds_in_every_rounding_mode) {
  std::map<std::string, Ratios> ratios;
  for (const Case& c : cases()) {
    const DoubleProblem rounded(c.problem);
    const auto displacement = moved(rounded);
    const DoubleActivation activation = *double_activation(c.activation);
    for (const unsigned word : {kControlWords[0], kControlWords[1], kControlWords[6], kControlWords[7]}) {
      DoubleSeries series(rounded, activation, kOrder, 1, true);
      DoubleErrors errors;
      {
        const ControlWord mode(word);
        series.compute(displacement, kUnitOfTime);
        errors = rounding_errors(series);
      }
      BOOST_REQUIRE(series.is_finite());
      const ExactSeries exact(c.problem, series, displacement);
      const std::string what = c.activation + ", " + c.what + ", MXCSR " + std::to_string(word) + ", order ";
      const auto [value, slope] = with_recurrence(
          activation, []<typename R>(R /*unused*/) { return std::pair<long, long>(R::kValue, R::kSlope); });
      for (const long k : {0L, 1L, 2L, 5L, kOrder - 1}) {
        const auto at = static_cast<std::size_t>(k);
        const std::string here = what + std::to_string(k);
        const auto [value_error, slope_error] = exact.activation_errors(k, value, slope);
        ratios["value"].add(errors.series[static_cast<std::size_t>(value)].error[at], value_error,
                            here + " value");
        ratios["slope"].add(errors.series[static_cast<std::size_t>(slope)].error[at], slope_error,
                            here + " slope");
        ratios["residual"].add(errors.residual[at], exact.residual_error(k), here + " residual");
        ratios["mean slope"].add(errors.mean_slope[at], exact.mean_slope_error(k), here + " mean slope");
        ratios["defect"].add(errors.defect[at], exact.defect(k), here + " defect");
      }
    }
  }
  for (const auto& [what, r] : ratios) {
    BOOST_TEST_MESSAGE(what << ": least bound/error " << r.least);
    BOOST_TEST(r.least < 30, what << ": least bound/error " << r.least);
  }
}

BOOST_AUTO_TEST_SUITE_END()
