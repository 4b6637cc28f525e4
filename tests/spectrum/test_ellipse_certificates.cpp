#include "ntkcert/spectrum/ellipse_certificates.hpp"

#include "ntkcert/ball/error.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(ellipse_certificates)

BOOST_AUTO_TEST_CASE(ellipses_are_nested_and_bounds_are_kept) {
  Architecture a = Architecture::he(find_activation("relu"));
  a.depth = 2;
  EllipseCertificates certificates(a);
  for (long i = 0; i + 1 < EllipseCertificates::kCount; ++i) {
    BOOST_TEST(is_yes(EllipseCertificates::ellipse(i + 1).r < EllipseCertificates::ellipse(i).r));
  }
  BOOST_TEST(is_yes(EllipseCertificates::ellipse(6).r <= Ball(2, Precision(64))));
  const Ball bound = certificates.bound(9);
  BOOST_TEST(bound.is_finite());
  BOOST_TEST(is_yes(certificates.at_one() <= bound));
  BOOST_TEST(certificates.known().size() == 1U);
  EllipseCertificates informed(a, {{9, 2 * bound}});
  BOOST_TEST((informed.bound(9).upper() == (2 * bound).upper()));
  // No bound on an ellipse: none on those around it, which are not tried.
  EllipseCertificates failed(a, {{9, Ball::whole_line(Precision(64))}});
  BOOST_TEST(!failed.bound(5).is_finite());
}

BOOST_AUTO_TEST_CASE(bounds_hold_on_the_ellipse) {
  std::vector<Architecture> kernels = deep_relu_architectures();
  for (const char* name : {"relu", "erf", "gaussian"}) {
    kernels.push_back(Architecture::paper(find_activation(name)));
    kernels.push_back(Architecture::he(find_activation(name)));
  }
  const Precision p(64);
  for (const Architecture& a : kernels) {
    EllipseCertificates certificates(a);
    const ZonalKernel kernel(a, p);
    for (const long i : {0L, 7L, 12L, 20L}) {
      const Ball bound = certificates.bound(i);
      if (!bound.is_finite()) {
        continue;
      }
      const BernsteinEllipse ellipse = EllipseCertificates::ellipse(i);
      constexpr long kPoints = 24;
      for (long j = 0; j <= kPoints; ++j) {
        const Ball angle = Ball::pi(p) * j / kPoints;
        const ComplexBall value = kernel.continuation(
            {scaled(Ball::pi(p), -1) + ellipse.major * cos(angle), ellipse.minor * sin(angle)});
        const Ball magnitude = sqrt_nonnegative(square(value.real()) + square(value.imaginary()));
        BOOST_TEST(magnitude.is_finite());
        BOOST_TEST(!is_no(magnitude <= bound), describe(a) << " ellipse " << i);
      }
    }
  }
}

/// κ = 4u: its largest modulus on an ellipse, at π/2 + iB, is 4 sinh B or more, and at most 4 cosh B.
BOOST_AUTO_TEST_CASE(the_bound_of_a_linear_kernel_is_close) {
  EllipseCertificates certificates(Architecture::he(find_activation("identity")));
  for (const long i : {0L, 1L, 2L}) {
    const Ball attained = 4 * sinh(EllipseCertificates::ellipse(i).minor);
    BOOST_TEST(is_yes(certificates.bound(i) >= attained));
    BOOST_TEST(is_yes(certificates.bound(i) <= Ball(Rational(101, 100), Precision(64)) * attained));
  }
}

BOOST_AUTO_TEST_CASE(the_plan_is_the_ellipse_of_least_need) {
  EllipseCertificates certificates(Architecture::he(find_activation("relu")));
  const auto plan = certificates.plan([](const BernsteinEllipse& ellipse, const Ball& bound) {
    return std::abs(ellipse.r.midpoint().approximate() - 2) + 1e-3 * bound.midpoint().approximate();
  });
  BOOST_TEST(is_yes(abs(plan.ellipse.r - 2) < Ball(1, Precision(64)) / 10));
  BOOST_TEST(plan.exactness == 1);
  BOOST_TEST(plan.bound.is_finite());
  EllipseCertificates hopeless(Architecture::paper(find_activation("relu")), [] {
    std::map<long, Ball> none;
    for (long i = 0; i < EllipseCertificates::kCount; ++i) {
      none.emplace(i, Ball::whole_line(Precision(64)));
    }
    return none;
  }());
  BOOST_CHECK_THROW((void)hopeless.plan([](const BernsteinEllipse&, const Ball&) { return 1.0; }), Exhausted);
}

BOOST_AUTO_TEST_SUITE_END()
