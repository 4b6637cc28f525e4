#include "ntkcert/flow/double_gram.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/network/tangent_kernel.hpp"
#include "tests/flow/double_run.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(double_gram)

namespace {

Ball entry_at(const DoubleGram& gram, long i, long j, const Ball& tau) {
  std::vector<double> values;
  for (const LaneMatrix& point : gram.points) {
    values.push_back(point(i, j));
  }
  return bernstein_sum(values, tau);
}

/// The largest share of the entries' bound that was found; every entry and the norm are within.
double check(const DoubleGram& gram, const Matrix& truth, const Ball& tau, const std::string& what) {
  double largest = 0;
  Ball squares(kRunPrecision);
  for (long i = 0; i < truth.rows(); ++i) {
    for (long j = 0; j < truth.columns(); ++j) {
      const Ball entry = entry_at(gram, i, j, tau);
      largest = std::max(largest, distance_within(entry, truth(i, j), gram.entry_error, what));
      squares += square(entry - truth(i, j));
    }
  }
  BOOST_REQUIRE(sqrt_nonnegative(squares).upper() <= Dyadic::from_double(gram.norm_error.value()));
  return largest / gram.entry_error.value();
}

double check_run(DoubleRun& run, const std::string& what, double sharp) {
  std::mt19937_64 engine(6);
  DoubleGramSource source(run.integrator().series());
  double largest = 0;
  for (bool first = true; !run.integrator().is_done(); first = false) {
    run.integrator().advance();
    const DoubleIntegrator& now = run.integrator();
    if (first) {
      const DoubleGram start = source.at_start(now.errors(), now.step());
      BOOST_TEST(start.points.size() == 1U);
      BOOST_TEST(start.norm_error.value() < sharp);
      (void)check(start, tangent_gram(run.problem().initial, run.problem().points), Ball(kRunPrecision),
                  what);
    }
    const DoubleGram gram = source.on_step(now.errors(), now.disc(), now.step());
    BOOST_TEST(gram.norm_error.value() < sharp);
    for (const auto& [time, tau] : run.moments(engine, 3)) {
      largest = std::max(
          largest,
          check(gram, tangent_gram(run.truth().enclosure_at(time), run.problem().points), tau, what));
    }
  }
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_ball_tiers_gram_matrices_lie_within_at_every_time) {
  double largest = 0;
  for (const std::string name : {"tanh", "erf", "softplus", "gelu"}) {
    DoubleRun run(name, {12, 5, 3}, 6, 0,
                  name == "tanh" ? InitialScheme::independent : InitialScheme::doubled);
    largest = std::max(largest, check_run(run, name, 1e-5));
  }
  // The interpolation's share: it is most of the bound.
  BOOST_TEST(largest > 1e-3);
  DoubleRun many("erf", {70, 10, 3}, 1);
  (void)check_run(many, "more neurons than a chunk, more samples than lanes", 1e-5);
}

// The distance of the flows is then most of the bound.
BOOST_AUTO_TEST_CASE(they_lie_within_when_the_flow_is_at_the_edge_of_the_tube) {
  DoubleRun run("tanh", {8, 3, 2}, Rational(1, 2), 1e-6, InitialScheme::independent);
  BOOST_TEST(check_run(run, "wide", 1e-3) > 0.02);
  // So short that nothing lies between the nodes.
  DoubleRun brief("tanh", {8, 3, 2}, Rational(1, 1'000'000), 1e-6, InitialScheme::independent);
  BOOST_TEST(check_run(brief, "brief and wide", 1e-3) > 0.02);
}

BOOST_AUTO_TEST_CASE(every_bit_is_the_same_for_any_number_of_threads) {
  const FlowProblem problem = example_flow("tanh", {80, 20, 3}, 1, kRunPrecision);
  DoubleIntegrator one(problem, {1e-10, 1});
  DoubleIntegrator three(problem, {1e-10, 3});
  one.advance();
  three.advance();
  const DoubleGram a = DoubleGramSource(one.series()).on_step(one.errors(), one.disc(), one.step());
  const DoubleGram b = DoubleGramSource(three.series()).on_step(three.errors(), three.disc(), three.step());
  BOOST_REQUIRE(a.points.size() == b.points.size());
  for (std::size_t k = 0; k < a.points.size(); ++k) {
    for (long i = 0; i < 20; ++i) {
      for (long j = 0; j < 20; ++j) {
        BOOST_REQUIRE(a.points[k](i, j) == b.points[k](i, j));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
