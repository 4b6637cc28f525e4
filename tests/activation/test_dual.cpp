#include "ntkcert/activation/dual.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/activation/registry.hpp"
#include "tests/activation/activation_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(dual)

namespace {

constexpr unsigned kSeed = 4401;
const Precision kPrecision(100);
const std::vector<std::string> kMixed{"gelu", "hermite", "polynomial", "silu", "softplus"};
const std::vector<Rational> kVariances{Rational(2), Rational(3, 4), Rational(1), Rational(5)};

std::mt19937_64 seeded(unsigned stream) {
  BOOST_TEST_MESSAGE("seed " << kSeed + stream);
  return std::mt19937_64(kSeed + stream);
}

Rational correlation(std::mt19937_64& random) {
  return Rational(static_cast<long>(random() % 2001) - 1000, 1000);
}

/// E[σ(X)σ(Y)] by the trapezoid rule in both variables, for σ analytic near the real line: step 1/10 and
/// range ±9.5 leave errors below 10^{−15}.
Ball expectation(const Activation& activation, const Rational& q, const Rational& rho) {
  const Ball scale = sqrt(Ball(q, kPrecision));
  const Ball r(rho, kPrecision);
  const Ball s = sqrt_nonnegative(1 - square(r));
  constexpr long kSteps = 95;
  Ball sum(kPrecision);
  for (long i = -kSteps; i <= kSteps; ++i) {
    const Ball x = Ball(i, kPrecision) / 10;
    Ball inner(kPrecision);
    for (long j = -kSteps; j <= kSteps; ++j) {
      const Ball y = Ball(j, kPrecision) / 10;
      inner += exp(-scaled(square(y), -1)) * activation.value(scale * (r * x + s * y));
    }
    sum += exp(-scaled(square(x), -1)) * activation.value(scale * x) * inner;
  }
  return sum / (200 * Ball::pi(kPrecision));
}

}  // namespace

/// Polynomials, which that range cuts too early, have exact tests of their own.
BOOST_AUTO_TEST_CASE(value_is_the_gaussian_expectation) {
  const Ball tolerance(Rational(1, 1000000000000000), kPrecision);
  const Rational q(3, 4);
  const Rational rho(-7, 10);
  for (const std::string& name : series_activations()) {
    if (name.find(':') != std::string::npos) {
      continue;
    }
    const auto activation = find_activation(name);
    const auto dual = activation->dual(Ball(q, kPrecision));
    const Ball difference = dual->at(Ball(rho, kPrecision)).value - expectation(*activation, q, rho);
    BOOST_TEST(is_yes(abs(difference) < tolerance), name);
  }
}

/// Known values of the arc-cosine kernels: independent halves at ρ = 0, E[relu²] and P(X > 0) at 1, disjoint
/// at −1.
BOOST_AUTO_TEST_CASE(relu_at_the_ends_and_the_middle) {
  const auto activation = find_activation("relu");
  for (const Rational& q : kVariances) {
    const auto dual = activation->dual(Ball(q, kPrecision));
    const auto at = [&](long rho) { return dual->at(Ball(rho, kPrecision)); };
    BOOST_TEST(at(1).value.contains(Rational(q / 2)));
    BOOST_TEST(at(1).derivative.contains(Rational(1, 2)));
    BOOST_TEST((at(0).value * Ball::pi(kPrecision)).contains(Rational(q / 2)));
    BOOST_TEST(at(0).derivative.contains(Rational(1, 4)));
    BOOST_TEST(at(-1).value.contains_zero());
    BOOST_TEST(at(-1).derivative.contains_zero());
  }
}

/// d/dρ E[σσ'] = q·E[σ'σ'] (Price): a difference quotient lies in the range of the derivative.
BOOST_AUTO_TEST_CASE(derivative_is_the_slope_of_the_value) {
  auto random = seeded(1);
  for (const std::string& name : differentiable_activations()) {
    for (const Rational& q : kVariances) {
      const auto dual = find_activation(name)->dual(Ball(q, kPrecision));
      for (int trial = 0; trial < 6; ++trial) {
        const Rational a = correlation(random);
        const Rational b = a + Rational(1, 1000 + static_cast<long>(random() % 100000));
        if (b > 1) {
          continue;
        }
        const Ball left(a, kPrecision);
        const Ball right(b, kPrecision);
        const Ball quotient =
            (dual->at(right).value - dual->at(left).value) / Ball(Rational((b - a) * q), kPrecision);
        const Ball range = dual->at(hull(left, right)).derivative;
        BOOST_TEST(range.overlaps(quotient), name << " q " << q << " at " << a);
      }
    }
  }
}

/// Series with even and odd terms are close to the hull for ρ ≥ 0 only.
BOOST_AUTO_TEST_CASE(wide_correlations_are_covered_and_close_to_the_hull) {
  auto random = seeded(2);
  for (const std::string& name : differentiable_activations()) {
    const auto dual = find_activation(name)->dual(Ball(2, kPrecision));
    for (int trial = 0; trial < 10; ++trial) {
      const Rational a = correlation(random);
      const Rational b = correlation(random);
      const DualPair<Ball> range = dual->at(hull(Ball(a, kPrecision), Ball(b, kPrecision)));
      DualPair<Ball> inside = dual->at(Ball(a, kPrecision));
      for (long i = 0; i <= 8; ++i) {
        const DualPair<Ball> point = dual->at(Ball(Rational(a + (b - a) * Rational(i, 8)), kPrecision));
        BOOST_TEST(range.value.contains(point.value));
        BOOST_TEST(range.derivative.contains(point.derivative));
        inside = {hull(inside.value, point.value), hull(inside.derivative, point.derivative)};
      }
      const bool mixed = std::ranges::count(kMixed, name.substr(0, name.find(':'))) > 0;
      if (!mixed || (a >= 0 && b >= 0)) {
        BOOST_TEST(is_yes(Ball(range.value.radius(), kPrecision) <=
                          Ball(Rational(11, 10), kPrecision) * Ball(inside.value.radius(), kPrecision) +
                              scaled(Ball(1, kPrecision), -80)));
      }
    }
    const Ball beyond_one = Ball(1, kPrecision).widened(scaled(Ball(1, kPrecision), -30));
    BOOST_TEST(dual->at(beyond_one).value.contains(dual->at(Ball(1, kPrecision)).value));
    BOOST_TEST(!dual->at(Ball(2, kPrecision)).value.is_finite());
    BOOST_TEST(dual->at(Ball::whole_line(kPrecision)).value.is_finite());
  }
}

/// Real angles, and complex ones near them: the Cauchy–Riemann mean over a circle is the value at its centre.
BOOST_AUTO_TEST_CASE(angles_continue_the_real_function) {
  for (const std::string& name : differentiable_activations()) {
    const auto dual = find_activation(name)->dual(Ball(2, kPrecision));
    for (const Rational& angle : {Rational(1, 100), Rational(1), Rational(3)}) {
      const Ball omega(angle, kPrecision);
      const DualPair<Ball> expected = dual->at(cos(omega));
      const DualPair<ComplexBall> pair = dual->at_angle(ComplexBall(omega));
      BOOST_TEST(pair.value.real().overlaps(expected.value));
      BOOST_TEST(pair.derivative.real().overlaps(expected.derivative));
      if (!dual->has_continuation()) {
        BOOST_TEST(!dual->at_angle(ComplexBall(omega, omega)).value.real().is_finite());
        continue;
      }
      constexpr long kPoints = 24;
      Ball mean(kPrecision);
      Ball derivative_mean(kPrecision);
      for (long j = 0; j < kPoints; ++j) {
        const Ball turn = 2 * Ball::pi(kPrecision) * j / kPoints;
        const ComplexBall point(omega + cos(turn) / 64, sin(turn) / 64);
        const DualPair<ComplexBall> values = dual->at_angle(point);
        mean += values.value.real() / kPoints;
        derivative_mean += values.derivative.real() / kPoints;
        // Within the region |ω| ≤ angle + 1/64 the bounds hold.
        ComplexBall cosine(kPrecision);
        acb_cos(cosine.raw(), point.raw(), kPrecision.bits());
        Ball modulus(kPrecision);
        acb_abs(modulus.raw(), cosine.raw(), kPrecision.bits());
        const DualPair<Ball> bounds = dual->bounds(omega + Ball(Rational(1, 64), kPrecision), modulus);
        Ball size(kPrecision);
        acb_abs(size.raw(), values.value.raw(), kPrecision.bits());
        BOOST_TEST(!is_no(size <= bounds.value));
        acb_abs(size.raw(), values.derivative.raw(), kPrecision.bits());
        BOOST_TEST(!is_no(size <= bounds.derivative));
      }
      const Ball tolerance = scaled(Ball(1, kPrecision), -60);
      BOOST_TEST(is_yes(abs(mean - expected.value) < tolerance));
      BOOST_TEST(is_yes(abs(derivative_mean - expected.derivative) < tolerance));
    }
  }
}

/// Where there is a formula for real angles: the values of `at`, all those of a wide ball, and a drop that
/// keeps its digits at small angles.
BOOST_AUTO_TEST_CASE(real_angles_with_their_drop) {
  int formulas = 0;
  for (const std::string& name : differentiable_activations()) {
    const auto dual = find_activation(name)->dual(Ball(2, kPrecision));
    const auto fine = find_activation(name)->dual(Ball(2, Precision(400)));
    for (const Rational& angle :
         {Rational(1, 1L << 40), Rational(1, 10), Rational(1), Rational(2), Rational(3)}) {
      const Ball point(angle, Precision(400));
      const Ball expected = fine->at(Ball(1, Precision(400))).value - fine->at(cos(point)).value;
      for (const Rational& radius : {Rational(0), Rational(1, 8)}) {
        const Ball omega = Ball(angle, kPrecision).widened(Ball(radius, kPrecision));
        const std::optional<RealAngleValues> values = dual->at_real_angle(omega);
        if (!values) {
          continue;
        }
        ++formulas;
        BOOST_TEST(values->drop.overlaps(expected), name << " at " << angle);
        BOOST_TEST(is_yes(Ball(values->drop.radius(), kPrecision) <
                          scaled(Ball(angle, kPrecision), 8 - kPrecision.bits())));
        for (const Rational& inside : {angle, Rational(angle + radius), Rational(angle - radius)}) {
          if (inside >= 0 && inside < 3) {
            const Ball correlation = cos(Ball(inside, kPrecision));
            const DualPair<Ball> pair = dual->at(correlation);
            BOOST_TEST(values->pair.value.overlaps(pair.value), name << " at " << inside);
            BOOST_TEST(values->pair.derivative.overlaps(pair.derivative), name << " at " << inside);
            BOOST_TEST(values->cosine.overlaps(correlation), name << " at " << inside);
          }
        }
      }
    }
  }
  BOOST_TEST(formulas > 0);
}

/// erf's dual has branch points where w·cos ω = ±1.
BOOST_AUTO_TEST_CASE(no_continuation_across_a_branch_cut) {
  const auto dual = find_activation("erf")->dual(Ball(2, kPrecision));
  const ComplexBall on_the_cut(Ball(kPrecision), Ball(1, kPrecision));  // cos(i) = 1.54, w = 0.8
  BOOST_TEST(!dual->at_angle(on_the_cut).value.real().is_finite());
  BOOST_TEST(!dual->bounds(Ball(1, kPrecision), Ball(Rational(5, 4), kPrecision)).value.is_finite());
}

BOOST_AUTO_TEST_SUITE_END()
