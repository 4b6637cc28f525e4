#include "ntkcert/spectrum/fejer.hpp"

#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/closed_form.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(fejer)

BOOST_AUTO_TEST_CASE(agrees_with_the_closed_form) {
  for (const KernelKind kind : {KernelKind::ntk, KernelKind::nngp}) {
    const Architecture a = Architecture::he(find_activation("relu"), kind);
    for (const long d : {2L, 3L, 4L, 10L, 100L, 784L, 10000L}) {
      check_agreement(FejerQuadrature(), ClosedForm(), a, d, degrees_up_to(20), 30, 99);
    }
    check_agreement(FejerQuadrature(), ClosedForm(), a, 150528, {0, 1, 2, 4}, 30, 99);
    for (const long d : {2L, 3L, 10L}) {
      check_agreement(FejerQuadrature(), ClosedForm(), a, d, {0, 1, 2, 50, 99, 150, 300}, 100, 332);
    }
  }
}

BOOST_AUTO_TEST_CASE(agrees_with_other_quadrature) {
  for (const Architecture& a : architectures()) {
    if (!FejerQuadrature().applies_to(a)) {
      continue;
    }
    for (const long d : {2L, 3L, 50L}) {
      check_agreement(FejerQuadrature(), EllipseQuadrature(), a, d, degrees_up_to(24), 20, 20);
    }
    check_agreement(FejerQuadrature(), AdaptiveQuadrature(), a, 3, {0, 1, 2, 7}, 20, 40);
  }
}

/// The absolute error follows the precision, and each enclosure holds: the quadrature error is inside it.
BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure) {
  for (const Architecture& a : architectures()) {
    if (!FejerQuadrature().applies_to(a)) {
      continue;
    }
    const std::vector<long> degrees = nonzero_degrees(a, degrees_up_to(9));
    const std::vector<Ball> fine = EllipseQuadrature().compute({a, 5, degrees}, Precision(150));
    for (const long bits : {2L, 6L, 20L, 60L, 100L}) {
      const std::vector<Ball> coarse = FejerQuadrature().compute({a, 5, degrees}, Precision(bits));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << degrees[i] << " bits " << bits);
        BOOST_TEST((coarse[i].radius() <= Dyadic(Integer(1), 4 - bits)));
      }
    }
  }
}

/// However few the points, the error covers what they miss.
BOOST_AUTO_TEST_CASE(the_error_covers_a_short_rule) {
  const Precision p(100);
  for (const Architecture& a : architectures()) {
    if (!FejerQuadrature().applies_to(a)) {
      continue;
    }
    const std::vector<long> degrees = nonzero_degrees(a, degrees_up_to(9));
    const std::vector<Ball> fine = EllipseQuadrature().compute({a, 4, degrees}, p);
    for (const long points : {2L, 5L, 12L, 30L}) {
      const std::vector<Ball> coarse = FejerQuadrature::with_points({a, 4, degrees}, points, p);
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(coarse[i].contains(fine[i]), describe(a)
                                                    << " degree " << degrees[i] << " points " << points);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
