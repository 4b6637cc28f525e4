#include "ntkcert/flow/double_log_norm.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/flow/direct_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_log_norm)

namespace {

constexpr long kOrder = 14;
constexpr double kUnitOfTime = 0.25;
const Precision kFine(128);

/// θ̃ at σ units.
Network network_at(const FlowProblem& problem, const DoubleSeries& series, double sigma) {
  Vector parameters;
  for (long q = 0; q < problem.initial.layout().size(); ++q) {
    const auto at = static_cast<std::size_t>(q);
    Ball value(kFine);
    for (long k = series.order(); k >= 1; --k) {
      value = (value + Ball::from_double(series.coefficient(q, k), kFine)) * Ball::from_double(sigma, kFine);
    }
    parameters.push_back(value + Ball::from_double(series.problem().origin[at], kFine) +
                         Ball::from_double(series.problem().displacement[at], kFine));
  }
  return with_parameters(problem, std::move(parameters));
}

FlowProblem with_large_neuron(FlowProblem problem, long neuron) {
  Vector parameters = problem.initial.parameters();
  Ball& a = parameters[static_cast<std::size_t>(problem.initial.layout().outer(neuron))];
  a = 6 * a;
  problem.initial =
      Network(problem.initial.shared_activation(), problem.initial.layout(), std::move(parameters));
  return problem;
}

}  // namespace

// Whichever neuron's block is the largest, at threads' and chunks' ends too.
BOOST_AUTO_TEST_CASE(it_bounds_the_integral_along_the_polynomial_and_not_by_much) {
  for (const std::string name : {"tanh", "erf", "softplus", "gelu"}) {
    for (const long neuron : {0L, 1L, 8L, 16L, 17L}) {
      const FlowProblem problem =
          with_large_neuron(example_flow(name, {18, 9, 3}, 1, kFine, InitialScheme::independent), neuron);
      const DoubleProblem rounded(problem);
      DoubleSeries series(rounded, *double_activation(name), kOrder, 2, true);
      series.compute(rounded.displacement, kUnitOfTime);
      const DoubleErrors errors = rounding_errors(series);
      const ActivationTable table(problem.initial.activation(), problem.initial.width());
      // A short step: the tail of the blocks' entries is small.
      const auto size = choose_double_step(series, errors, table, 1e-15);
      BOOST_REQUIRE(size.has_value());
      constexpr int kTimes = 16;
      double blocks = 0;
      double residuals = 0;
      for (int i = 0; i < kTimes; ++i) {
        const Network network = network_at(problem, series, size->length * (i + 0.5) / kTimes);
        const Vector r = residuals_of(problem, network);
        blocks += concavity_bound(residual_hessian_blocks(network, problem.points, r)).upper().approximate() /
                  kTimes;
        for (const Ball& x : r) {
          residuals += std::abs(x.midpoint().approximate()) / kTimes / static_cast<double>(r.size());
        }
      }
      const double bound = block_norm_integral(series, errors, size->disc, table, size->length).value();
      const double of_residuals = residual_integral(series, size->length).value();
      const std::string what = name + ", neuron " + std::to_string(neuron);
      BOOST_TEST(bound >= blocks * size->length * 0.999, what);
      BOOST_TEST(bound <= blocks * size->length * 1.1, what << " " << bound << " " << blocks * size->length);
      BOOST_TEST(of_residuals >= residuals * size->length * 0.999, what);
      BOOST_TEST(of_residuals <= residuals * size->length * 1.05, what);
    }
  }
}

BOOST_AUTO_TEST_CASE(errors_and_tail_of_the_blocks_enter) {
  const FlowProblem problem = example_flow("tanh", {6, 5, 2}, 1, kFine, InitialScheme::independent);
  const DoubleProblem rounded(problem);
  DoubleSeries series(rounded, DoubleActivation::tanh, kOrder, 1, true);
  series.compute(rounded.displacement, kUnitOfTime);
  const DoubleErrors errors = rounding_errors(series);
  const ActivationTable table(problem.initial.activation(), problem.initial.width());
  const auto size = choose_double_step(series, errors, table, 1e-10);
  const double bound = block_norm_integral(series, errors, size->disc, table, size->length).value();
  // Errors of V as large as 1 make the blocks' u larger by 1.
  DoubleErrors worse(errors);
  worse.mean_slope.front() = UpperBound(1);
  BOOST_TEST(block_norm_integral(series, worse, size->disc, table, size->length).value() >=
             bound + size->length);
  // A tail of a thousand times the residual.
  DoubleDisc wilder(size->disc);
  wilder.residual = 1000 * wilder.residual;
  const double x = size->length / wilder.radius;
  const double u = std::sqrt(2.0) * wilder.derivative.value();
  const double q = 2 * wilder.second_derivative.value() * wilder.outer.value();
  const double tail = std::pow(x, 5) / (1 - x) / std::sqrt(6.0) * 0.999 * wilder.residual.value() *
                      (q + std::sqrt(q * q + 4 * u * u)) / 2;
  BOOST_TEST(block_norm_integral(series, errors, wilder, table, size->length).value() - bound >=
             tail * 0.998 * size->length);
}

BOOST_AUTO_TEST_SUITE_END()
