#include "ntkcert/spectrum/half_angle.hpp"

#include "ntkcert/ball/error.hpp"
#include "ntkcert/spectrum/closed_form.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "ntkcert/spectrum/fejer.hpp"
#include "ntkcert/spectrum/half_angle_expansion.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(half_angle)

BOOST_AUTO_TEST_CASE(agrees_with_the_closed_form) {
  for (const KernelKind kind : {KernelKind::ntk, KernelKind::nngp}) {
    const Architecture a = Architecture::he(find_activation("relu"), kind);
    for (const long d : {2L, 3L, 10L, 100L}) {
      check_agreement(HalfAngle(), ClosedForm(), a, d, degrees_up_to(240), 30, 99);
      check_agreement(HalfAngle(), ClosedForm(), a, d, {40, 1000, 5002, 5004, 1}, 30, 99);
    }
    check_agreement(HalfAngle(), ClosedForm(), a, 3, {30, 160, 200, 700, 1500}, 100, 332);
    check_agreement(HalfAngle(), ClosedForm(), a, 5, {20, 60'000}, 30, 99);
  }
}

/// With a bias both ends contribute differently, and every degree is nonzero.
BOOST_AUTO_TEST_CASE(agrees_with_quadrature) {
  for (const Architecture& a : architectures()) {
    if (a.activation->name() != "relu") {
      continue;
    }
    for (const long d : {2L, 11L}) {
      check_agreement(HalfAngle(), FejerQuadrature(), a, d, degrees_up_to(120), 30, 99);
    }
  }
  const Architecture biased = Architecture::paper(find_activation("relu"));
  check_agreement(HalfAngle(), EllipseQuadrature(), biased, 3, {80, 81, 119, 120}, 20, 66);
  check_agreement(HalfAngle(), FejerQuadrature(), Architecture::paper(find_activation("erf")), 3,
                  degrees_up_to(12), 20, 20);
}

/// Whatever the precision, each enclosure holds.
BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure) {
  const std::vector<long> degrees{20, 21, 64, 65, 120, 181};
  for (const Architecture& a : architectures()) {
    if (a.activation->name() != "relu" || nonzero_degrees(a, degrees) != degrees) {
      continue;
    }
    const std::vector<Ball> fine = FejerQuadrature().compute({a, 4, degrees}, Precision(200));
    for (const long bits : {10L, 25L, 40L, 60L, 100L}) {
      const std::vector<Ball> coarse = HalfAngle().compute({a, 4, degrees}, Precision(bits));
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << degrees[i] << " bits " << bits);
      }
    }
  }
}

/// The proved error is above |κ − Q| at points other than those it was computed from, and not far above; also
/// when there are too few cosines, where the error is what is left out and nothing else.
BOOST_AUTO_TEST_CASE(the_error_of_the_expansion_holds_and_is_close) {
  const auto relu = find_activation("relu");
  for (const Architecture& a :
       {Architecture::he(relu), Architecture::paper(relu), Architecture::he(relu, KernelKind::nngp)}) {
    const Precision p(300);
    const ZonalKernel kernel(a, p);
    for (const long cosines : {4L, 8L, 13L, 30L}) {
      EllipseCertificates certificates(a);
      const HalfAngleExpansion q = half_angle_expansion(a, cosines, 200, certificates);
      Ball largest(p);
      for (long i = 0; i <= 300; ++i) {
        const Ball theta = Ball::pi(p) * i / 300;
        Ball difference = kernel.at_angle(theta);
        for (long n = 0; n < q.cosines.size(); ++n) {
          arb_submul(difference.raw(), q.cosines.at(n), cos(n * theta).raw(), p.bits());
        }
        for (long j = 0; j < q.sines.size(); ++j) {
          const auto power = static_cast<unsigned long>(2 * j + 1);
          arb_submul(difference.raw(), q.sines.at(j), pow(sin(scaled(theta, -1)), power).raw(), p.bits());
          arb_submul(difference.raw(), q.mirrored.at(j), pow(cos(scaled(theta, -1)), power).raw(), p.bits());
        }
        BOOST_TEST(is_yes(abs(difference) <= q.error), "cosines " << cosines << " point " << i);
        largest = max(largest, abs(difference));
      }
      BOOST_TEST(is_yes(q.error <= 8 * largest), "cosines " << cosines);
      BOOST_TEST((q.error.upper() < Dyadic(Integer(1), 4 - cosines)), "cosines " << cosines);
    }
  }
}

/// However few the cosines, the error covers what they miss.
BOOST_AUTO_TEST_CASE(the_error_covers_a_short_expansion) {
  const Precision p(200);
  const auto relu = find_activation("relu");
  for (const Architecture& a : {Architecture::he(relu), Architecture::paper(relu)}) {
    EllipseCertificates certificates(a);
    for (const long cosines : {4L, 9L, 20L}) {
      const HalfAngleExpansion q = half_angle_expansion(a, cosines, 150, certificates);
      const std::vector<long> degrees =
          nonzero_degrees(a, {0, 4, 5, 6, 8, 9, 10, 11, 20, 21, 22, 24, 40, 41});
      for (const long d : {2L, 5L}) {
        const std::vector<Ball> fine = FejerQuadrature().compute({a, d, degrees}, p);
        const std::vector<Ball> coarse = HalfAngle::from_expansion({a, d, degrees}, q, Precision(120));
        for (std::size_t i = 0; i < degrees.size(); ++i) {
          BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a)
                                                      << " degree " << degrees[i] << " cosines " << cosines);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(applies_where_the_kernel_is_analytic_in_the_angle) {
  BOOST_TEST(HalfAngle().applies_to(Architecture::paper(find_activation("relu"))));
  BOOST_TEST(!HalfAngle().applies_to(Architecture::paper(find_activation("tanh"))));
}

BOOST_AUTO_TEST_SUITE_END()
