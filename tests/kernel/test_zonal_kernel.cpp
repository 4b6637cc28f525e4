#include "ntkcert/kernel/zonal_kernel.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(zonal_kernel)

namespace {

constexpr unsigned kSeed = 5150;
const Precision kPrecision(120);

/// Variances v₁, v, b.
struct Variances {
  Rational first;
  Rational weight;
  Rational bias;
};
const std::vector<Variances> kVariances{
    {1, 1, 1}, {1, 2, 0}, {Rational(1, 3), 2, Rational(5, 7)}, {3, 1, Rational(1, 10)}};

Architecture architecture(const std::string& activation, KernelKind kind, const Variances& v) {
  Architecture a = Architecture::paper(find_activation(activation), kind);
  a.first_weight_variance = v.first;
  a.weight_variance = v.weight;
  a.bias_variance = v.bias;
  return a;
}

std::vector<Architecture> architectures() {
  std::vector<Architecture> list;
  for (const std::string& name : activation_names()) {
    for (const KernelKind kind : {KernelKind::nngp, KernelKind::ntk}) {
      for (const Variances& v : kVariances) {
        list.push_back(architecture(name, kind, v));
      }
    }
  }
  return list;
}

std::string describe(const Architecture& a) {
  return std::string(a.activation->name()) + " " + to_text(a.kind) + " b = " + to_text(a.bias_variance);
}

Ball modulus(const ComplexBall& z) {
  Ball r(z.precision());
  acb_abs(r.raw(), z.raw(), z.precision().bits());
  return r;
}

}  // namespace

/// κ = κ₁ + uκ₀ of the arc-cosine kernels for ReLU with preset he; κ₁ and κ₀ as textbooks print them.
BOOST_AUTO_TEST_CASE(relu_he_is_the_arc_cosine_kernel) {
  const ZonalKernel ntk(Architecture::he(find_activation("relu")), kPrecision);
  const ZonalKernel nngp(Architecture::he(find_activation("relu"), KernelKind::nngp), kPrecision);
  const Ball pi = Ball::pi(kPrecision);
  for (long i = -9; i <= 9; ++i) {
    const Ball u(Rational(i, 10), kPrecision);
    const Ball zeroth = (pi - acos(u)) / pi;
    const Ball first = (sqrt(1 - square(u)) + u * (pi - acos(u))) / pi;
    BOOST_TEST(ntk(u).overlaps(first + u * zeroth));
    BOOST_TEST(nngp(u).overlaps(first));
  }
  BOOST_TEST(ntk.at_one().contains(Rational(2)));
  BOOST_TEST(nngp.at_one().contains(Rational(1)));
}

/// Preset paper, from the closed forms with variance 2 and covariance u + 1.
BOOST_AUTO_TEST_CASE(erf_paper_is_the_arcsine_kernel) {
  const ZonalKernel kernel(Architecture::paper(find_activation("erf")), kPrecision);
  const Ball pi = Ball::pi(kPrecision);
  for (long i = -10; i <= 10; ++i) {
    const Ball u(Rational(i, 10), kPrecision);
    const Ball covariance = u + 1;
    const Ball expected =
        2 * asin(2 * covariance / 5) / pi + covariance * 4 / (pi * sqrt(25 - 4 * square(covariance))) + 1;
    BOOST_TEST(kernel(u).overlaps(expected));
    BOOST_TEST(is_yes(Ball(kernel(u).radius(), kPrecision) < scaled(Ball(1, kPrecision), -100)));
  }
}

/// 1 + Σ(1+p)a_p²ρ^p for tanh, with the sum of E[tanh²] + 2E[tanh'²] + 1 from mpmath at u = 1, and E[tanh]² =
/// 0 at −1.
BOOST_AUTO_TEST_CASE(tanh_paper_at_the_ends) {
  const ZonalKernel ntk(Architecture::paper(find_activation("tanh")), kPrecision);
  const ZonalKernel nngp(Architecture::paper(find_activation("tanh"), KernelKind::nngp), kPrecision);
  const Ball tolerance(parse_rational("1e-33"), kPrecision);
  BOOST_TEST(is_yes(abs(nngp.at_one() - Ball(parse_rational("1.519975745663948623531815773544535549286"),
                                             kPrecision)) < tolerance));
  BOOST_TEST(is_yes(abs(ntk.at_one() - Ball(parse_rational("2.218992341157154251105196105822275406613"),
                                            kPrecision)) < tolerance));
  BOOST_TEST(ntk(Ball(-1, kPrecision)).contains(Rational(1)));
}

BOOST_AUTO_TEST_CASE(angles_and_continuation_agree_with_the_real_kernel) {
  std::mt19937_64 random(kSeed);
  BOOST_TEST_MESSAGE("seed " << kSeed);
  for (const Architecture& a : architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    const ZonalKernel fine(a, Precision(200));
    for (int trial = 0; trial < 6; ++trial) {
      const Rational angle(static_cast<long>(random() % 3141), trial == 0 ? 1000000 : 1000);
      const Ball theta(angle, kPrecision);
      const Ball expected = fine(cos(theta.at(Precision(200))));
      BOOST_TEST(kernel.at_angle(theta).overlaps(expected), describe(a) << " at " << angle);
      BOOST_TEST(
          is_yes(Ball(kernel.at_angle(theta).radius(), kPrecision) < scaled(Ball(1, kPrecision), -95)));
      if (kernel.has_continuation()) {
        BOOST_TEST(kernel.continuation(ComplexBall(theta)).real().overlaps(expected));
      }
    }
  }
}

/// On the boundary of an ellipse the continuation stays below the bound; on one that reaches the singularity
/// at θ = π ± 2i·arccosh √(1+b/v₁) there is none.
BOOST_AUTO_TEST_CASE(ellipse_bounds_hold_on_the_boundary) {
  for (const Architecture& a : architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    int bounded = 0;
    for (const Rational& r : {Rational(11, 10), Rational(3, 2), Rational(2), Rational(3)}) {
      const BernsteinEllipse ellipse(Ball(r, kPrecision));
      const Ball bound = kernel.ellipse_bound(ellipse);
      if (!bound.is_finite()) {
        continue;
      }
      ++bounded;
      for (long j = 0; kernel.has_continuation() && j < 64; ++j) {
        const Ball turn = 2 * Ball::pi(kPrecision) * j / 64;
        const ComplexBall theta(scaled(Ball::pi(kPrecision), -1) + ellipse.major * cos(turn),
                                ellipse.minor * sin(turn));
        BOOST_TEST(is_yes(modulus(kernel.continuation(theta)) <= bound), describe(a)
                                                                             << " r " << r << " j " << j);
      }
      BOOST_TEST(is_yes(abs(kernel.at_one()) <= bound + kernel.remainder()));
    }
    BOOST_TEST(bounded > 0, describe(a));
  }
  const ZonalKernel relu(Architecture::paper(find_activation("relu")), kPrecision);
  BOOST_TEST(relu.ellipse_bound(BernsteinEllipse(Ball(Rational(308, 100), kPrecision))).is_finite());
  BOOST_TEST(!relu.ellipse_bound(BernsteinEllipse(Ball(Rational(310, 100), kPrecision))).is_finite());
}

BOOST_AUTO_TEST_CASE(wide_balls_cover_their_points) {
  std::mt19937_64 random(kSeed + 1);
  BOOST_TEST_MESSAGE("seed " << kSeed + 1);
  for (const Architecture& a : architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    const ZonalKernel fine(a, Precision(200));
    for (int trial = 0; trial < 12; ++trial) {
      const Rational u(static_cast<long>(random() % 2001) - 1000, 1000);
      const Rational v = trial % 2 == 0 ? Rational(static_cast<long>(random() % 2001) - 1000, 1000)
                                        : Rational(u + Rational(1, 1000000));
      const Ball range = kernel(hull(Ball(u, kPrecision), Ball(v, kPrecision)));
      for (long i = 0; i <= 8; ++i) {
        const Rational point = u + (v - u) * Rational(i, 8);
        if (point <= 1) {
          BOOST_TEST(range.contains(fine(Ball(point, Precision(200)))), describe(a) << " at " << point);
        }
      }
    }
    // A product rounded past the end counts as the end.
    const Ball around_one = Ball(1, kPrecision).widened(scaled(Ball(1, kPrecision), -100));
    BOOST_TEST(kernel(around_one).contains(fine.at_one()));
    BOOST_TEST(is_yes(Ball(kernel(around_one).radius(), kPrecision) < scaled(Ball(1, kPrecision), -40)));
    BOOST_TEST(!kernel(Ball(2, kPrecision)).is_finite());
    BOOST_TEST(kernel(Ball::whole_line(kPrecision)).contains(fine.at_one()));
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_bad_architecture) {
  Architecture a = Architecture::paper(find_activation("relu"));
  a.depth = 3;
  BOOST_CHECK_THROW((void)limiting_kernel(a, kPrecision), InvalidInput);
  a.activation = nullptr;
  BOOST_CHECK_THROW((void)limiting_kernel(a, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
