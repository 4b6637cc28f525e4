#include "ntkcert/spectrum/closed_form.hpp"

#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(closed_form)

BOOST_AUTO_TEST_CASE(agrees_with_quadrature) {
  for (const Architecture& a : architectures()) {
    if (!ClosedForm().applies_to(a)) {
      continue;
    }
    for (const long d : {2L, 3L, 4L, 10L, 50L, 300L}) {
      check_agreement(ClosedForm(), EllipseQuadrature(), a, d, degrees_up_to(40), 30, 100);
    }
    for (const long d : {2L, 3L, 10L}) {
      check_agreement(ClosedForm(), AdaptiveQuadrature(), a, d, {0, 1, 2, 7, 12}, 20, 60);
    }
  }
}

/// On the circle, κ₁ + uκ₀ has elementary Fourier coefficients: λ_0 = λ_1·… from ∫(π−θ)cos θ cos kθ dθ and
/// its like.
BOOST_AUTO_TEST_CASE(the_circle_in_exact_terms) {
  const Precision p(100);
  const std::vector<long> degrees{0, 1, 2, 4};
  const Architecture ntk = Architecture::he(find_activation("relu"));
  const std::vector<Ball> values = ClosedForm().compute({ntk, 2, degrees}, p);
  const Ball pi2 = square(Ball::pi(p));
  // (1/π²)∫_0^π[sin θ + 2(π−θ)cos θ]cos kθ dθ.
  BOOST_TEST((values[0] * pi2).contains(Rational(6)));
  BOOST_TEST(values[1].contains(Rational(1, 2)));
  BOOST_TEST((values[2] * pi2).contains(Rational(-2, 3) + Rational(20, 9)));
  BOOST_TEST((values[3] * pi2).contains(Rational(-2, 15) + Rational(68, 225)));
}

BOOST_AUTO_TEST_CASE(applies_to_relu_without_bias_only) {
  BOOST_TEST(ClosedForm().applies_to(Architecture::he(find_activation("relu"))));
  BOOST_TEST(!ClosedForm().applies_to(Architecture::paper(find_activation("relu"))));
  BOOST_TEST(!ClosedForm().applies_to(Architecture::he(find_activation("tanh"))));
}

BOOST_AUTO_TEST_SUITE_END()
