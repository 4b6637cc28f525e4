#include "ntkcert/spectrum/ellipse.hpp"

#include "ntkcert/spectrum/adaptive.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(ellipse)

BOOST_AUTO_TEST_CASE(agrees_with_adaptive_quadrature) {
  for (const Architecture& a : architectures()) {
    if (!AdaptiveQuadrature().applies_to(a)) {
      continue;
    }
    for (const long d : {2L, 3L, 8L}) {
      check_agreement(EllipseQuadrature(), AdaptiveQuadrature(), a, d, {0, 1, 2, 5}, 20, 40);
    }
  }
}

BOOST_AUTO_TEST_CASE(agrees_with_adaptive_quadrature_on_several_layers) {
  for (const Architecture& a : deep_relu_architectures()) {
    check_agreement(EllipseQuadrature(), AdaptiveQuadrature(), a, 3, {3}, 10, 16);
  }
}

/// The absolute error follows the precision, and each enclosure holds: the quadrature error is inside it.
BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure) {
  for (const Architecture& a : architectures()) {
    const std::vector<long> degrees = nonzero_degrees(a, degrees_up_to(9));
    const std::vector<Ball> fine = EllipseQuadrature().compute({a, 5, degrees}, Precision(150));
    for (const long bits : {2L, 6L, 20L, 60L, 100L}) {
      const std::vector<Ball> coarse = EllipseQuadrature().compute({a, 5, degrees}, Precision(bits));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << degrees[i] << " bits " << bits);
        BOOST_TEST((coarse[i].radius() <= Dyadic(Integer(1), 4 - bits)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure_on_several_layers) {
  for (const Architecture& a : deep_relu_architectures()) {
    const std::vector<long> degrees = nonzero_degrees(a, degrees_up_to(9));
    const std::vector<Ball> fine = EllipseQuadrature().compute({a, 5, degrees}, Precision(150));
    for (const long bits : {2L, 20L, 100L}) {
      const std::vector<Ball> coarse = EllipseQuadrature().compute({a, 5, degrees}, Precision(bits));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << degrees[i] << " bits " << bits);
        BOOST_TEST((coarse[i].radius() <= Dyadic(Integer(1), 4 - bits)));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
