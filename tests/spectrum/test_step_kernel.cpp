#include "ntkcert/spectrum/step_kernel.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "tests/spectrum/step_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(step_kernel)

namespace {

const Precision kPrecision(120);

/// κ(u) by the recursion of Architecture in the correlations, as written there.
Ball by_correlations(const Architecture& a, const Ball& u) {
  const Precision p = u.precision();
  const Ball b(a.bias_variance, p);
  const Ball v(a.weight_variance, p);
  Ball rho = (Ball(a.first_weight_variance, p) * u + b) / Ball(a.preactivation_variance(), p);
  for (long h = 1;; ++h) {
    const Ball q = b + v * (Ball::pi(p) - acos(rho)) / (2 * Ball::pi(p));
    if (h == a.depth) {
      return q;
    }
    rho = q / (b + v / 2);
  }
}

Ball hundredths(long n) { return {Rational(n, 100), Precision(64)}; }

AngleEllipse ellipse(long center, long major, long minor) {
  return {hundredths(center), hundredths(major), hundredths(minor)};
}

bool is_finite(const ComplexBall& z) { return acb_is_finite(z.raw()) != 0; }

}  // namespace

BOOST_AUTO_TEST_CASE(is_the_recursion_in_correlations) {
  for (const Architecture& a : step_architectures()) {
    const StepKernel kernel(a, kPrecision);
    BOOST_TEST(kernel.at_one().overlaps(ZonalKernel(a, kPrecision).at_one()));
    for (long j = 1; j <= 31; ++j) {
      const Ball theta(Rational(j, 10), kPrecision);
      const Ball value = kernel.at_angle(theta);
      BOOST_TEST(value.overlaps(by_correlations(a, cos(theta))));
      BOOST_TEST(arb_rel_accuracy_bits(value.raw()) > 100);
      const ComplexBall continued = kernel.continuation(ComplexBall(theta), true);
      BOOST_TEST(continued.real().overlaps(value));
      BOOST_TEST(continued.imaginary().contains_zero());
    }
  }
}

/// Near 0, where correlations have no digits left: with no biases κ(1) − κ = (2/π)asin√(θ/2π).
BOOST_AUTO_TEST_CASE(keeps_digits_near_zero) {
  const StepKernel kernel(step_architecture(2, 1, 2, 0), kPrecision);
  const Ball pi = Ball::pi(kPrecision);
  const Ball theta = scaled(Ball(1, kPrecision), -150);
  const Ball drop = kernel.at_one() - kernel.at_angle(theta);
  BOOST_TEST(drop.overlaps(2 * asin(sqrt(theta / (2 * pi))) / pi));
  BOOST_TEST(arb_rel_accuracy_bits(drop.raw()) > 30);
}

/// The bound holds on boundaries, by enclosures of the continuation there.
BOOST_AUTO_TEST_CASE(the_bound_holds_on_ellipses) {
  constexpr long kTurns = 64;
  for (const Architecture& a : step_architectures()) {
    const StepKernel kernel(a, kPrecision);
    long bounded = 0;
    for (const AngleEllipse& e : {ellipse(10, 9, 6), ellipse(118, 80, 60), ellipse(235, 166, 140),
                                  ellipse(300, 5, 4), ellipse(150, 149, 10)}) {
      const Ball bound = kernel.ellipse_bound(e);
      if (!bound.is_finite()) {
        continue;
      }
      ++bounded;
      for (long j = 0; j < kTurns; ++j) {
        const Ball turn = 2 * Ball::pi(kPrecision) * j / kTurns;
        const ComplexBall value =
            kernel.continuation({e.center + e.major * cos(turn), e.minor * sin(turn)}, true);
        BOOST_TEST(is_finite(value));
        Ball modulus(kPrecision);
        acb_abs(modulus.raw(), value.raw(), kPrecision.bits());
        BOOST_TEST(is_yes(modulus <= bound));
      }
    }
    BOOST_TEST(bounded >= 3);
  }
}

/// 0, a full turn, and with biases the branch points of ω_1 at π ± iy, cosh(y/2) = 1/s.
BOOST_AUTO_TEST_CASE(there_is_no_bound_where_it_is_not_analytic) {
  const StepKernel plain(step_architecture(2, 1, 2, 0), kPrecision);
  BOOST_TEST(!plain.ellipse_bound(ellipse(10, 10, 5)).is_finite());
  BOOST_TEST(!plain.ellipse_bound(ellipse(320, 310, 50)).is_finite());
  BOOST_TEST(plain.ellipse_bound(ellipse(314, 50, 40)).is_finite());
  const StepKernel biased(step_architecture(2, 1, 2, Rational(1, 25)), kPrecision);  // y = 0.3974…
  BOOST_TEST(!biased.ellipse_bound(ellipse(314, 50, 40)).is_finite());
  BOOST_TEST(biased.ellipse_bound(ellipse(314, 50, 39)).is_finite());
  const Ball wide = symmetric(Ball(Rational(1, 10), kPrecision));
  BOOST_TEST(!is_finite(plain.continuation({wide, wide}, true)));
  BOOST_TEST(is_finite(plain.continuation({wide, wide}, false)));
  BOOST_TEST(!is_finite(biased.continuation({Ball::pi(kPrecision) + wide, symmetric(hundredths(45))}, true)));
}

BOOST_AUTO_TEST_CASE(applies_to_step_networks_alone) {
  BOOST_TEST(StepKernel::applies_to(step_architecture(4, 1, 1, 1)));
  BOOST_TEST(!StepKernel::applies_to(Architecture::he(find_activation("relu"), KernelKind::nngp)));
  BOOST_TEST(!StepKernel::applies_to(Architecture::he(find_activation("erf"), KernelKind::nngp)));
  Architecture on_sphere = step_architecture(1, 1, 1, 0);
  on_sphere.weight_radius = 1;
  BOOST_TEST(!StepKernel::applies_to(on_sphere));
}

BOOST_AUTO_TEST_SUITE_END()
