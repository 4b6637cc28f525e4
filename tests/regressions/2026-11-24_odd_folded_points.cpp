#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/spectrum/fejer.hpp"

using namespace ntkcert;

/// The middle point of a rule of odd length is its own mirror, and was counted twice: λ_0 = 1/2 of the ReLU
/// kernel came out as 0.5129.
BOOST_AUTO_TEST_SUITE(odd_folded_points)

BOOST_AUTO_TEST_CASE(any_number_of_points_encloses) {
  const Architecture a = Architecture::he(find_activation("relu"));
  const std::vector<long> degrees{0, 1, 2, 3};
  const SpectralProblem problem{a, 3, degrees};
  const std::vector<Rational> exact{Rational(1, 2), Rational(1, 3), Rational(5, 64), Rational(0)};
  for (long points = 2; points < 70; ++points) {
    const std::vector<Ball> values = FejerQuadrature::with_points(problem, points, Precision(64));
    for (std::size_t i = 0; i < degrees.size(); ++i) {
      BOOST_TEST(values[i].contains(exact[i]), "points " << points << " degree " << degrees[i]);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
