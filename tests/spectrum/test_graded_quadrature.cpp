#include "ntkcert/spectrum/graded_quadrature.hpp"

#include "ntkcert/ball/error.hpp"
#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/closed_form.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "tests/spectrum/spectral_cases.hpp"
#include "tests/spectrum/step_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(graded_quadrature)

BOOST_AUTO_TEST_CASE(agrees_with_adaptive_quadrature) {
  constexpr long kDeepest = 5;  // in more layers bisection does not come near enough to 0
  for (const Architecture& a : step_architectures()) {
    if (a.depth > kDeepest) {
      continue;
    }
    for (const long d : {3L, 10L}) {
      check_agreement(GradedQuadrature(), AdaptiveQuadrature(), a, d, {1, 4}, 10, 30);
    }
  }
}

BOOST_AUTO_TEST_CASE(agrees_with_algorithms_for_one_layer) {
  const Architecture plain = step_architecture(1, 1, 2, 0);
  const Architecture biased = step_architecture(1, 1, 2, Rational(1, 1000));
  for (const long d : {2L, 3L, 50L}) {
    check_agreement(GradedQuadrature(), ClosedForm(), plain, d, degrees_up_to(40), 30, 99);
    check_agreement(GradedQuadrature(), EllipseQuadrature(), biased, d, degrees_up_to(12), 20, 60);
  }
}

/// d = 2, L = 2, no biases: λ_k = (1/π)∫_0^π κ cos kθ dθ with κ = 1 − (2/π)asin√(θ/2π). With x = asin√(θ/2π),
/// θ = π(1 − cos 2x), by parts λ_k = (2/π²k)∫_0^{π/4} sin(kπ(1 − cos 2x))dx, whose integrand has the
/// Lipschitz constant 2πk: a midpoint sum encloses it.
BOOST_AUTO_TEST_CASE(agrees_with_an_integral_by_parts) {
  const Precision p(80);
  constexpr long kCells = 4000;
  const Ball pi = Ball::pi(p);
  const Ball cell = scaled(pi, -2) / kCells;
  const std::vector<long> degrees{1, 2, 3};
  const Architecture a = step_architecture(2, 1, 2, 0);
  const std::vector<Ball> values = GradedQuadrature().compute({a, 2, degrees}, p);
  for (std::size_t i = 0; i < degrees.size(); ++i) {
    const long k = degrees[i];
    Ball sum(p);
    for (long j = 0; j < kCells; ++j) {
      sum += sin(k * pi * (1 - cos(cell * (2 * j + 1))));
    }
    const Ball error = 2 * pi * k * scaled(cell, -2) * scaled(pi, -2);  // a cell's mean distance is a quarter
    const Ball integral = 2 * (cell * sum).widened(error) / (square(pi) * k);
    BOOST_TEST(values[i].overlaps(integral), "degree " << k);
    BOOST_TEST((integral.radius() < Dyadic(Integer(1), -12)));
  }
}

BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure) {
  for (const Architecture& a : step_architectures()) {
    const std::vector<long> degrees = degrees_up_to(9);
    const std::vector<Ball> fine = GradedQuadrature().compute({a, 4, degrees}, Precision(150));
    for (const long bits : {2L, 6L, 20L, 60L, 100L}) {
      const std::vector<Ball> coarse = GradedQuadrature().compute({a, 4, degrees}, Precision(bits));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << degrees[i] << " bits " << bits);
        BOOST_TEST((coarse[i].radius() <= Dyadic(Integer(1), 4 - bits)));
      }
    }
  }
}

/// Positive definite and continuous: no λ_k is negative, and Σλ_kN(d,k) grows to κ(1).
BOOST_AUTO_TEST_CASE(the_trace_is_approached_from_below) {
  const Precision p(90);
  for (const Architecture& a : step_architectures()) {
    const std::vector<long> degrees = degrees_up_to(300);
    const std::vector<Ball> values = GradedQuadrature().compute({a, 3, degrees}, p);
    Ball sum(p);
    for (const long k : degrees) {
      const Ball& value = values[static_cast<std::size_t>(k)];
      BOOST_TEST(!is_yes(value < 0));
      sum += value * Ball(multiplicity(3, k), p);
    }
    const Ball trace = GradedQuadrature().trace(a, 3, p);
    BOOST_TEST(is_yes(sum < trace));
    BOOST_TEST(is_yes(3 * trace < 4 * sum));
  }
}

BOOST_AUTO_TEST_CASE(does_not_depend_on_the_number_of_threads) {
  const Architecture a = step_architecture(3, 1, 2, Rational(1, 3));
  const std::vector<long> degrees = degrees_up_to(20);
  SpectralProblem problem{a, 3, degrees};
  const std::vector<Ball> one = GradedQuadrature().compute(problem, Precision(90));
  problem.jobs = 3;
  const std::vector<Ball> three = GradedQuadrature().compute(problem, Precision(90));
  for (std::size_t i = 0; i < one.size(); ++i) {
    BOOST_TEST(arb_equal(one[i].raw(), three[i].raw()) != 0);
  }
}

/// Biases of a variance that the bounds' 64 bits cannot see.
BOOST_AUTO_TEST_CASE(gives_up_on_vanishing_biases) {
  const Architecture a = step_architecture(2, 1, 2, Rational(Integer(1), Integer(1) << 90));
  const std::vector<long> degrees{1};
  BOOST_CHECK_THROW((void)GradedQuadrature().compute({a, 3, degrees}, Precision(60)), Exhausted);
}

BOOST_AUTO_TEST_SUITE_END()
