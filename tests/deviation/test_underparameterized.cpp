#include "ntkcert/deviation/underparameterized.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <memory>

#include "ntkcert/deviation/damping.hpp"
#include "ntkcert/deviation/population_deviation.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "tests/deviation/population_runs.hpp"

using namespace ntkcert;
using namespace population_runs;

BOOST_AUTO_TEST_SUITE(underparameterized)

namespace {

const Rational kHorizon(3, 2);
const Rational kLevel(1, 10);

FlowProblem problem(const std::string& activation, OuterLaw outer, InitialScheme scheme) {
  FlowProblem p = ntkcert::testing::example_flow(activation, {6, 5, 3}, 2, kPrecision, scheme);
  p.initial = Network(p.initial.shared_activation(), draw_parameters(6, 3, {scheme, outer}, 3), kPrecision);
  return p;
}

Vector residual(const FlowProblem& p) {
  Vector r = p.initial.values(p.points);
  for (std::size_t i = 0; i < r.size(); ++i) {
    r[i] -= p.labels[i];
  }
  return r;
}

UnderparameterizedBounds bounds(const FlowProblem& p) {
  return {p, Population(p, example_target(3), kDegree), kHorizon, residual(p)};
}

double number(const Ball& x) { return x.upper().approximate(); }

/// Up to the error of a midpoint rule in doubles.
bool encloses(const Ball& x, double value) {
  constexpr double kRule = 1e-5;
  return x.lower().approximate() <= value * (1 + kRule) && number(x) >= value * (1 - kRule);
}

struct Sizes {
  double s, l1, l2, l3;
};

}  // namespace

/// The constants recomputed in doubles by other routes: κ and c_* by quadrature over [−1, 1] (d = 3: the law
/// of a coordinate is uniform), E_mv as the integral over q of the kernel's speed.
BOOST_AUTO_TEST_CASE(constants) {
  for (const auto& [name, size] :
       {std::pair{"tanh", Sizes{1, 1, 4 / (3 * std::sqrt(3.0)), 2}},
        {"erf",
         Sizes{1, 2 / std::sqrt(M_PI), 2 * std::sqrt(2 / M_PI) * std::exp(-0.5), 4 / std::sqrt(M_PI)}}}) {
    const FlowProblem p = problem(name, OuterLaw::sign, InitialScheme::doubled);
    const UnderparameterizedBounds found = bounds(p);
    const double m = 6;
    const double n = 5;
    const double t = 1.5;
    double r2 = 0;
    for (const Ball& x : residual(p)) {
      r2 += number(square(x)) / n;
    }
    const double r = std::sqrt(r2);
    const double q = t * r / std::sqrt(m);
    const double c = std::sqrt(2.0) * size.l1;
    const ZonalKernel kernel(Architecture::paper(p.initial.shared_activation()), Precision(64));
    constexpr int kNodes = 2000;
    double kappa2 = 0;
    double spread2 = 0;
    double speed = 0;
    for (int i = 0; i < kNodes; ++i) {
      const double u = -1 + (2.0 * i + 1) / kNodes;
      kappa2 += std::pow(number(kernel(Ball::from_double(u, Precision(64)))), 2) / kNodes;
      spread2 += std::pow(std::max(size.s * size.s, size.l1 * size.l1 * (1 + u)), 2) / kNodes;
      const double x = q * (i + 0.5) / kNodes;
      const double da = size.s * x;
      const double dw = c * (x + size.s * x * x / 2);
      speed += q / kNodes *
               (8 * size.l1 * size.l1 * size.s * da +
                4 * std::pow(2, 1.5) * (std::pow(size.l1, 3) + 2 * size.l1 * size.l2 * size.s) * dw +
                2 * 4 * size.l1 * size.l1 * size.l2 * 3 * std::pow(1 + da, 2) * da +
                2 * std::pow(2, 2.5) * (2 * size.l1 * size.l2 * size.l2 + size.l1 * size.l1 * size.l3) * dw);
    }
    const double travel = std::sqrt(t / 2) * r;
    const double reach = 1 + size.s * q;
    const double h = 0.5 * (2 * reach * size.l2 +
                            std::sqrt(4 * reach * reach * size.l2 * size.l2 + 8 * size.l1 * size.l1));
    const double g = std::sqrt(std::max(size.s * size.s, c * c) + 1);
    const double reached = 1.5 + g * travel;  // F = 1 + 1/2
    const double l = 1 + std::sqrt(2 * std::log(30.0));
    const DriverBound all = found.all_degrees(kLevel);
    BOOST_TEST(number(all.sampling) ==
                   std::sqrt(kappa2 / n) * l * reached + std::sqrt(kappa2 / m) * h * travel * travel,
               boost::test_tools::tolerance(2e-3));
    BOOST_TEST(number(all.initialisation) == std::sqrt(spread2 / (m / 2)) * l * r,
               boost::test_tools::tolerance(3e-3));
    // Enclosures, not bounds from one side: a verdict asks for the least value of the right side.
    BOOST_TEST(encloses(all.sampling,
                        std::sqrt(kappa2 / n) * l * reached + std::sqrt(kappa2 / m) * h * travel * travel));
    BOOST_TEST(encloses(all.initialisation, std::sqrt(spread2 / (m / 2)) * l * r));
    BOOST_TEST(encloses(all.movement, speed * r));
    BOOST_TEST(number(all.movement) == speed * r, boost::test_tools::tolerance(1e-5));

    const std::vector<DriverBound> each = found.by_degree({1, 2}, kLevel);
    const double l2 = 1 + std::sqrt(2 * std::log(50.0));
    const Population population(p, example_target(3), kDegree);
    const double lambda = number(population.eigenvalues()[2]);
    BOOST_TEST(number(each[1].sampling) ==
                   lambda * (std::sqrt(5 / n) * l2 * reached +
                             (1 + std::sqrt(5.0)) * h * travel * travel / (2 * std::sqrt(m))),
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(number(each[0].initialisation) / number(all.initialisation) == l2 / l,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(number(each[0].movement) == number(all.movement), boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(hypotheses) {
  const auto says = [](const std::string& word) {
    return [word](const UnmetHypothesis& e) { return std::string(e.what()).find(word) != std::string::npos; };
  };
  BOOST_CHECK_EXCEPTION((void)bounds(problem("tanh", OuterLaw::gaussian, InitialScheme::doubled)),
                        UnmetHypothesis, says("|a_l(0)| = A"));
  BOOST_CHECK_EXCEPTION((void)bounds(problem("tanh", OuterLaw::sign, InitialScheme::independent)),
                        UnmetHypothesis, says("doubled"));
  BOOST_CHECK_EXCEPTION((void)bounds(problem("softplus", OuterLaw::sign, InitialScheme::doubled)),
                        UnmetHypothesis, says("infinite"));
}

/// The true bound holds on the run; one a hundred times smaller does not.
BOOST_AUTO_TEST_CASE(compares_with_the_deviation) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const auto pieces = std::make_shared<DeviationPieces>();
  pieces->enter(deviation.on_step(r.flow.steps()[1], 0).degrees);
  const Ball driver =
      Ball(population.at(r.flow, r.flow.steps()[1].start.to_rational()).driver[1].upper(), kPrecision);
  const std::vector<SpectralBlock> blocks = deviation.degree_blocks({1, 1});
  const Ball& rate = population.eigenvalues()[1];
  ConstantDriverBound bound(pieces, blocks, {rate, rate}, {driver * 4, driver / 100});
  const Dyadic end = r.flow.steps()[1].length;
  BOOST_TEST((bound.compare(0, Dyadic(0), end).gap.lower() > Dyadic(0)));
  const Sides fails = bound.compare(1, Dyadic(0), end);
  BOOST_TEST((fails.gap.upper() < Dyadic(0)));
  const Ball start(r.flow.steps()[1].start, kPrecision);
  BOOST_TEST(fails.rhs.overlaps(damping_factor(blocks[1].rate, start) * driver / 100));
}

/// 1 − e^{−λt} times the supremum so far, against D_λ(t)·C: decided by λ·sup ≤ C.
BOOST_AUTO_TEST_CASE(compares_the_sampling_part) {
  const Run& r = run("tanh", 3, InitialScheme::doubled);
  const Population population(r.flow.problem(), r.target, kDegree);
  const PopulationDeviation deviation(r.flow, population);
  const Step& step = r.flow.steps()[1];
  const DeviationSquares models = deviation.sampling_on_step(step);
  Ball largest(kPrecision);
  for (long i = 0; i <= 64; ++i) {
    const Ball s = scaled(Ball(step.length, kPrecision) * i, -6);
    largest = max(largest, sqrt_nonnegative(models.driver[1].square(s)));
  }
  const std::vector<SpectralBlock> blocks = deviation.degree_blocks({1});
  const Ball size = Ball(blocks[0].rate, kPrecision) * largest;
  const auto compared = [&](const Ball& constant) {
    const auto pieces = std::make_shared<DeviationPieces>();
    pieces->enter(models);
    SamplingComparison comparison(pieces, blocks, {population.eigenvalues()[1]}, constant);
    const Dyadic half = step.length * Dyadic(Integer(1), -1);
    comparison.advance(Dyadic(0), half);
    return comparison.compare(0, half, step.length);
  };
  BOOST_TEST((compared(size * 11 / 10).gap.lower() > Dyadic(0)));
  const Sides fails = compared(size * 9 / 10);
  BOOST_TEST((fails.gap.upper() < Dyadic(0)));
  BOOST_TEST((fails.lhs.lower() > fails.rhs.upper()));
}

/// Against the same formula in doubles.
BOOST_AUTO_TEST_CASE(covering) {
  const FlowProblem p = problem("tanh", OuterLaw::sign, InitialScheme::doubled);
  const UnderparameterizedBounds found = bounds(p);
  const double l = 1 + std::sqrt(2 * std::log(30.0));
  const double reach = std::sqrt(0.75) * 1.5;
  const double gradient = std::sqrt(1 + 2 * std::pow(1 + reach / std::sqrt(6.0), 2) + 1);
  // κ from the sampling term with a horizon of almost 0, where that is (κL/√n)F.
  const UnderparameterizedBounds still(p, Population(p, example_target(3), kDegree), Rational(1, 1000000000),
                                       residual(p));
  const double kappa = number(still.all_degrees(kLevel).sampling) * std::sqrt(5.0) / (l * 1.5);
  const double size = 1.5 + gradient * reach;
  const double expected =
      kappa / std::sqrt(5.0) *
      (size * (1 + std::sqrt(2 * 31 * std::log(1 + 2 * std::sqrt(5.0)) + 2 * std::log(10.0))) +
       2 * gradient * reach);
  BOOST_TEST(number(found.covering(kLevel)) == expected, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_SUITE_END()
