#include "ntkcert/deviation/initialisation.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/deviation/hypotheses.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(initialisation)

namespace {

const Precision kPrecision(64);

Network network(const std::string& activation, OuterLaw outer) {
  return {find_smooth_activation(activation), draw_parameters(8, 3, {InitialScheme::doubled, outer}, 3),
          kPrecision};
}

double middle(const Ball& x) { return x.midpoint().approximate(); }

}  // namespace

/// The formulas in doubles, expectations by quadrature of their densities: |w| of d = 3 has the density
/// √(2/π)r²e^{−r²/2}, |w̄| that of d = 4, r³e^{−r²/2}/2.
BOOST_AUTO_TEST_CASE(formulas) {
  const Network initial = network("tanh", OuterLaw::sign);
  const Points points = Samples::draw(4, 3, 7).points(kPrecision);
  const Rational delta(1, 10);
  double sum = 0;
  for (long i = 0; i < 4; ++i) {
    for (long j = 0; j < 4; ++j) {
      sum += std::pow(std::max(1.0, std::abs(1 + middle(points.inner(i, j)))), 2) / 16;
    }
  }
  BOOST_TEST(middle(gram_initialisation_bound(initial, points, delta)) ==
                 std::sqrt(sum) / 2 * (1 + std::sqrt(2 * std::log(10.0))),
             boost::test_tools::tolerance(1e-10));

  constexpr int kNodes = 20000;
  double first = 0;
  double fourth = 0;
  for (int i = 0; i < kNodes; ++i) {
    const double r = 12 * (i + 0.5) / kNodes;
    const double density = std::exp(-r * r / 2) * 12 / kNodes;
    first += std::sqrt(2 / M_PI) * std::pow(r, 3) * density;
    const double s2 = std::pow(std::log(2.0) + std::sqrt(2.0) * r, 2);
    fourth += std::pow(r, 3) / 2 * density * (s2 * s2 + 4 * s2 + 4 * 3);
  }
  const double l2 = 4 / (3 * std::sqrt(3.0));
  double mean = 0;
  for (long l = 0; l < 8; ++l) {
    double w = 0;
    for (long j = 0; j < 3; ++j) {
      w += std::pow(middle(initial.inner(l, j)), 2);
    }
    mean += std::sqrt(w) / 8;
  }
  const auto lipschitz = [&](double w) { return w + std::sqrt(2.0) + 2 * l2 * w; };
  BOOST_TEST(
      middle(uniform_initialisation_bound(initial, delta)) ==
          3 * std::sqrt(0.5 * (std::log(20.0) + 6 * std::log(5.0))) + (lipschitz(mean) + lipschitz(first)),
      boost::test_tools::tolerance(1e-7));
  BOOST_TEST(middle(chebyshev_initialisation_bound(network("softplus", OuterLaw::gaussian), delta)) ==
                 std::sqrt(fourth / 0.4),
             boost::test_tools::tolerance(1e-7));
}

BOOST_AUTO_TEST_CASE(hypotheses_are_named) {
  const Points points = Samples::draw(4, 3, 7).points(kPrecision);
  BOOST_CHECK_THROW(
      (void)gram_initialisation_bound(network("tanh", OuterLaw::gaussian), points, Rational(1, 10)),
      UnmetHypothesis);
  BOOST_CHECK_THROW((void)uniform_initialisation_bound(network("gelu", OuterLaw::sign), Rational(1, 10)),
                    UnmetHypothesis);
}

BOOST_AUTO_TEST_SUITE_END()
