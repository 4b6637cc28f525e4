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
