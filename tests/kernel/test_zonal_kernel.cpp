#include "ntkcert/kernel/zonal_kernel.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "tests/activation/activation_cases.hpp"

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
  for (const std::string& name : testing::typical_activations()) {
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

Architecture deep(Architecture a, long depth) {
  a.depth = depth;
  return a;
}

/// Networks of several layers, with and without biases.
std::vector<Architecture> deep_architectures() {
  std::vector<Architecture> list;
  for (const KernelKind kind : {KernelKind::nngp, KernelKind::ntk}) {
    for (const std::string name : {"relu", "erf"}) {
      for (const long depth : {2L, 5L}) {
        list.push_back(deep(Architecture::he(find_activation(name), kind), depth));
        list.push_back(deep(architecture(name, kind, kVariances[2]), depth));
      }
    }
    list.push_back(deep(Architecture::paper(find_activation("tanh"), kind), 2));
  }
  list.push_back(deep(Architecture::he(find_activation("relu")), 20));
  return list;
}

/// The recursion of Architecture as it is written, with the textbooks' duals of ReLU and erf, at 500 bits.
Ball literally(const Architecture& a, const Rational& u) {
  const Precision p(500);
  const Ball pi = Ball::pi(p);
  const Ball v(a.weight_variance, p);
  const Ball b(a.bias_variance, p);
  Ball variance(a.preactivation_variance(), p);
  Ball covariance(Rational(a.first_weight_variance * u + a.bias_variance), p);
  Ball tangent = covariance;
  const bool is_relu = a.activation->name() == "relu";
  for (long h = 1; h <= a.depth; ++h) {
    const auto dual = [&](const Ball& c) {
      if (is_relu) {
        const Ball angle = acos(c / variance);
        return variance / (2 * pi) * (sqrt(1 - square(c / variance)) + (pi - angle) * c / variance);
      }
      return 2 * asin(2 * c / (1 + 2 * variance)) / pi;
    };
    const Ball slope = is_relu ? (pi - acos(covariance / variance)) / (2 * pi)
                               : 4 / (pi * sqrt(square(1 + 2 * variance) - square(2 * covariance)));
    const Ball next = v * dual(covariance) + b;
    // A square root of 1 − 1 leaves half the digits of 500, which is enough.
    variance = is_relu ? scaled(v * variance, -1) + b : v * dual(variance) + b;
    tangent = next + v * slope * tangent;
    covariance = next;
  }
  return a.kind == KernelKind::ntk ? tangent : covariance;
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

BOOST_AUTO_TEST_CASE(deep_kernels_follow_the_recursion) {
  std::mt19937_64 random(kSeed + 2);
  BOOST_TEST_MESSAGE("seed " << kSeed + 2);
  for (const Architecture& a : deep_architectures()) {
    if (a.activation->name() == "tanh") {
      continue;
    }
    const ZonalKernel kernel(a, kPrecision);
    const ZonalKernel fine(a, Precision(160));
    for (int trial = 0; trial < 12; ++trial) {
      const long thousandths = static_cast<long>(random() % 1999) - 999;
      const Rational u = trial == 0   ? Rational(1) - parse_rational("1e-18")
                         : trial == 1 ? parse_rational("1e-18") - Rational(1)
                                      : Rational(thousandths, 1000);
      const Ball expected = literally(a, u);
      const Ball value = fine(Ball(u, Precision(160)));
      BOOST_TEST(value.overlaps(expected), describe(a) << " L = " << a.depth << " at " << u);
      BOOST_TEST(is_yes(Ball(value.radius(), kPrecision) < scaled(Ball(1, kPrecision), -40)));
      const Ball dyadic(Dyadic(Integer(thousandths), -10), kPrecision);
      const Ball thin = kernel(dyadic);
      BOOST_TEST(thin.overlaps(literally(a, Rational(thousandths, 1024))), describe(a) << " L = " << a.depth);
      BOOST_TEST(is_yes(Ball(thin.radius(), kPrecision) < scaled(Ball(1, kPrecision), -96)),
                 describe(a) << " L = " << a.depth << " at " << thousandths << "/1024");
    }
  }
}

/// With q^h(1) = 1 everywhere: NNGP 1 and NTK L + 1.
BOOST_AUTO_TEST_CASE(deep_relu_at_one) {
  for (const long depth : {1L, 2L, 7L, 30L}) {
    const auto relu = find_activation("relu");
    const ZonalKernel ntk(deep(Architecture::he(relu), depth), kPrecision);
    const ZonalKernel nngp(deep(Architecture::he(relu, KernelKind::nngp), depth), kPrecision);
    BOOST_TEST(ntk.at_one().contains(Rational(depth + 1)));
    BOOST_TEST(nngp.at_one().contains(Rational(1)));
    BOOST_TEST(is_yes(Ball(ntk.at_one().radius(), kPrecision) < scaled(Ball(1, kPrecision), -105)));
    BOOST_TEST(ntk(Ball(1, kPrecision)).overlaps(ntk.at_one()));
  }
}

BOOST_AUTO_TEST_CASE(deep_angles_and_continuation_agree_with_the_real_kernel) {
  for (const Architecture& a : deep_architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    // Where nothing is lost near the ends, less precision will do.
    const Precision precise(kernel.has_continuation() ? 400 : 150);
    const ZonalKernel fine(a, precise);
    for (const char* text : {"1e-25", "0.0003", "0.2", "0.7", "1.5", "1.6", "2.5", "3.1415"}) {
      const Ball theta(parse_rational(text), kPrecision);
      const Ball u = cos(Ball(parse_rational(text), Precision(400)));
      const Ball expected = fine(Ball(u.midpoint(), precise)).widened(scaled(Ball(1, kPrecision), -150));
      BOOST_TEST(kernel.at_angle(theta).overlaps(expected), describe(a)
                                                                << " L = " << a.depth << " at " << text);
      BOOST_TEST(
          is_yes(Ball(kernel.at_angle(theta).radius(), kPrecision) < scaled(Ball(1, kPrecision), -95)));
      if (kernel.has_continuation()) {
        BOOST_TEST(kernel.continuation(ComplexBall(theta)).real().overlaps(expected), describe(a));
      }
    }
  }
}

/// Away from 0, where nothing cancels, the continuation without enclosures is close.
BOOST_AUTO_TEST_CASE(approximate_continuation_is_close) {
  for (const Architecture& a : deep_architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    if (!kernel.has_continuation()) {
      continue;
    }
    for (const auto& [x, y] : {std::pair(2L, 1L), std::pair(-1L, 2L), std::pair(12L, 1L)}) {
      const ComplexBall theta(Ball(Rational(x, 4), kPrecision), Ball(Rational(y, 8), kPrecision));
      ComplexBall difference = kernel.continuation(theta);
      if (acb_is_finite(difference.raw()) == 0) {
        continue;
      }
      acb_sub(difference.raw(), difference.raw(), kernel.approximate_continuation(theta).raw(),
              kPrecision.bits());
      BOOST_TEST(is_yes(modulus(difference) < scaled(Ball(1, kPrecision), -80)), describe(a) << " at " << x);
    }
  }
}

BOOST_AUTO_TEST_CASE(deep_continuation_contains_its_points) {
  std::mt19937_64 random(kSeed + 3);
  BOOST_TEST_MESSAGE("seed " << kSeed + 3);
  for (const Architecture& a : deep_architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    int known = 0;
    for (int trial = 0; kernel.has_continuation() && trial < 40; ++trial) {
      const Rational size(1, 1L << (5 + trial % 10));
      const Rational re(static_cast<long>(random() % 3000), 1000);
      const Rational im(static_cast<long>(random() % 400), 1000);
      const ComplexBall value = kernel.continuation({Ball(re, kPrecision).widened(Ball(size, kPrecision)),
                                                     Ball(im, kPrecision).widened(Ball(size, kPrecision))});
      if (acb_is_finite(value.raw()) == 0) {
        continue;
      }
      ++known;
      for (const auto& [x, y] :
           {std::pair(0L, 0L), std::pair(1L, 1L), std::pair(-1L, 1L), std::pair(1L, -1L)}) {
        const ComplexBall point = kernel.continuation(
            {Ball(Rational(re + size * x), kPrecision), Ball(Rational(im + size * y), kPrecision)});
        BOOST_TEST(acb_overlaps(value.raw(), point.raw()) != 0, describe(a)
                                                                    << " L = " << a.depth << " near " << re);
        BOOST_TEST(is_yes(Ball(point.real().radius(), kPrecision) < scaled(Ball(1, kPrecision), -90)));
      }
    }
    BOOST_TEST((known > 10 || !kernel.has_continuation()), describe(a)
                                                               << " L = " << a.depth << " known " << known);
  }
}

/// On the boundary the continuation stays below the bound, up to the first singularity of two ReLU layers, at
/// 2.32399 ± 1.76555i (sum of semi-axes 2.7298).
BOOST_AUTO_TEST_CASE(deep_ellipse_bounds_hold_on_the_boundary) {
  constexpr long kPoints = 40;
  for (const Architecture& a : deep_architectures()) {
    const ZonalKernel kernel(a, kPrecision);
    int bounded = 0;
    for (const Rational& r : a.depth > 10
                                 ? std::vector<Rational>{Rational(11, 10)}
                                 : std::vector<Rational>{Rational(51, 50), Rational(5, 4), Rational(2)}) {
      const BernsteinEllipse ellipse(Ball(r, Precision(64)));
      const Ball bound = kernel.ellipse_bound(ellipse);
      if (!bound.is_finite()) {
        continue;
      }
      ++bounded;
      for (long j = 0; kernel.has_continuation() && j < kPoints; ++j) {
        const Ball turn = 2 * Ball::pi(kPrecision) * j / kPoints;
        const ComplexBall theta(scaled(Ball::pi(kPrecision), -1) + ellipse.major * cos(turn),
                                ellipse.minor * sin(turn));
        const Ball value = modulus(kernel.continuation(theta));
        BOOST_TEST(is_yes(value <= bound), describe(a) << " L = " << a.depth << " r " << r << " j " << j);
      }
      BOOST_TEST(is_yes(abs(kernel.at_one()) <= bound + kernel.remainder()));
    }
    BOOST_TEST((bounded > 0 && kernel.has_ellipse_bound()), describe(a) << " L = " << a.depth);
  }
  const ZonalKernel two(deep(Architecture::he(find_activation("relu")), 2), kPrecision);
  const auto bound = [&](const ZonalKernel& kernel, const Rational& r) {
    return kernel.ellipse_bound(BernsteinEllipse(Ball(r, Precision(64))));
  };
  BOOST_TEST(bound(two, Rational(272, 100)).is_finite());
  for (const Rational& r : {Rational(274, 100), Rational(3), Rational(5), Rational(9)}) {
    BOOST_TEST(!bound(two, r).is_finite());
  }
}

/// Left of θ = 0 the continuation exceeds κ(1) = 3, which κ(cos θ), its mirror image there, does not.
BOOST_AUTO_TEST_CASE(continuation_is_not_the_mirror_image) {
  const ZonalKernel two(deep(Architecture::he(find_activation("relu")), 2), kPrecision);
  const BernsteinEllipse ellipse(Ball(Rational(13, 10), kPrecision));
  const Ball left_end = scaled(Ball::pi(kPrecision), -1) - ellipse.major;
  const Ball value = two.continuation(ComplexBall(left_end)).real();
  BOOST_TEST(
      is_yes(abs(value - Ball(parse_rational("3.048"), kPrecision)) < Ball(Rational(1, 1000), kPrecision)));
  BOOST_TEST(is_yes(value <= two.ellipse_bound(BernsteinEllipse(Ball(Rational(13, 10), Precision(64))))));
}

/// A truncated series is off by no more than the remainder: its own bound at 1 is not below κ(1) by more.
BOOST_AUTO_TEST_CASE(remainder_of_deep_series) {
  const Architecture a = deep(Architecture::paper(find_activation("tanh")), 2);
  const ZonalKernel kernel(a, kPrecision);
  BOOST_TEST(is_yes(kernel.remainder() < scaled(Ball(1, kPrecision), -100)));
  BOOST_TEST(!kernel.remainder().is_exact_zero());
  const ZonalKernel relu(deep(Architecture::he(find_activation("relu")), 3), kPrecision);
  BOOST_TEST(relu.remainder().is_exact_zero());
}

/// Training all parameters adds up: outer + hidden − b; the outer ones alone give the NNGP kernel.
BOOST_AUTO_TEST_CASE(trained_parameters_add_up) {
  for (const Architecture& base : architectures()) {
    for (const long depth : {1L, 3L}) {
      if (base.kind == KernelKind::nngp || (depth > 1 && base.activation->name() == "tanh")) {
        continue;
      }
      Architecture a = deep(base, depth);
      const auto part = [&](TrainedParameters trained) {
        a.trained = trained;
        return ZonalKernel(a, kPrecision);
      };
      const ZonalKernel all = part(TrainedParameters::all);
      const ZonalKernel hidden = part(TrainedParameters::hidden);
      const ZonalKernel outer = part(TrainedParameters::outer);
      Architecture nngp = deep(base, depth);
      nngp.kind = KernelKind::nngp;
      const ZonalKernel network(nngp, kPrecision);
      const Ball bias(base.bias_variance, kPrecision);
      for (long i = -4; i <= 4; ++i) {
        const Ball u(Dyadic(Integer(i), -2), kPrecision);
        BOOST_TEST(all(u).overlaps(hidden(u) + outer(u) - bias), describe(a) << " L = " << depth);
        BOOST_TEST(outer(u).overlaps(network(u)));
        const Ball theta = acos(u);
        BOOST_TEST(all.at_angle(theta).overlaps(hidden.at_angle(theta) + outer.at_angle(theta) - bias));
      }
      BOOST_TEST(!is_yes(hidden.at_one() <= bias));
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_a_bad_architecture) {
  Architecture a = Architecture::paper(find_activation("relu"));
  a.depth = 0;
  BOOST_CHECK_THROW((void)limiting_kernel(a, kPrecision), InvalidInput);
  a.activation = nullptr;
  BOOST_CHECK_THROW((void)limiting_kernel(a, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
