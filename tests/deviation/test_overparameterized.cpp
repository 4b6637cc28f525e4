#include "ntkcert/deviation/overparameterized.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/deviation/hypotheses.hpp"
#include "tests/deviation/linear_flow.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(overparameterized)

namespace {

const Precision kPrecision(64);

Ball number(double x) { return Ball::from_double(x, kPrecision); }
double middle(const Ball& x) { return x.midpoint().approximate(); }

Matrix diagonal(double first, double second) {
  return Matrix::diagonal({number(first), number(second)}, kPrecision);
}

Network wide_network() {
  return {find_smooth_activation("tanh"), draw_parameters(64, 3, {InitialScheme::doubled, OuterLaw::sign}, 3),
          kPrecision};
}

}  // namespace

BOOST_AUTO_TEST_CASE(norm_and_damping) {
  BOOST_TEST(operator_norm(diagonal(-3, 2)).contains(Rational(3)));
  BOOST_TEST(operator_norm(diagonal(-1, 2)).contains(Rational(2)));
  const Ball between = damping_between(Ball::interval(Dyadic(1), Dyadic(2), kPrecision), number(0.5));
  BOOST_TEST((between.lower() <= (-expm1(number(-1)) / 2).upper()));
  BOOST_TEST((between.upper() >= (-expm1(number(-0.5))).lower()));
  BOOST_TEST(damping_between(Ball(kPrecision), number(3)).contains(Rational(3)));
}

BOOST_AUTO_TEST_CASE(lazy_bound_is_the_product_of_its_parts) {
  const Network initial = wide_network();
  const auto movement = std::make_shared<const KernelDrift>(initial);
  const double drift = middle((*movement)(number(0.25)));
  const double expected = -std::expm1(-0.5) / 0.5 * 0.75 * (0.125 + drift);
  BOOST_TEST(middle(lazy_bound(number(0.5), number(0.75), number(0.125), movement)(number(1),
                                                                                   number(0.25))) == expected,
             boost::test_tools::tolerance(1e-10));
}

/// The choice of λ_− by a search in doubles.
BOOST_AUTO_TEST_CASE(convergence_constants) {
  const Network initial = wide_network();
  const KernelDrift movement(initial);
  const EigenBasis basis(diagonal(0.5, 1));
  const double residual = 0.0625;
  const GlobalConvergence found(basis, number(0.03125), movement, number(residual), 64);
  double best = 0;
  double rate = 0;
  double error = 0;
  for (int j = 1; j < 16; ++j) {
    const double lambda = 0.5 * j / 16;
    const double e = 0.03125 + middle(movement(number(residual / (lambda * 8))));
    if (e <= 0.5 - lambda && (rate == 0 || e / lambda < best)) {
      best = e / lambda;
      rate = lambda;
      error = e;
    }
  }
  BOOST_TEST(found.rate.approximate() == rate, boost::test_tools::tolerance(1e-8));
  BOOST_TEST(middle(found.error) == error, boost::test_tools::tolerance(1e-8));
  const auto says = [](const std::string& word) {
    return [word](const UnmetHypothesis& e) { return std::string(e.what()).find(word) != std::string::npos; };
  };
  BOOST_CHECK_EXCEPTION((void)GlobalConvergence(basis, number(0.75), movement, number(residual), 64),
                        UnmetHypothesis, says("λ_* − λ_−"));
  BOOST_CHECK_EXCEPTION(
      (void)GlobalConvergence(EigenBasis(diagonal(0, 1)), number(0), movement, number(residual), 64),
      UnmetHypothesis, says("λ_min(G) > 0"));
}

BOOST_AUTO_TEST_SUITE_END()
