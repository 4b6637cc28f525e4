#include "ntkcert/spectrum/closed_form.hpp"

#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "tests/spectrum/sphere_weight_cases.hpp"

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

/// The law of |w| enters the outer weights' part as E|w|² and the hidden weights' part not at all.
BOOST_AUTO_TEST_CASE(weights_on_a_sphere) {
  const Precision p(100);
  const std::vector<long> degrees = degrees_up_to(6);
  for (const char* name : {"relu", "abs", "leaky-relu:1/4"}) {
    for (const long d : {2L, 3L, 7L}) {
      Architecture gaussian = Architecture::he(find_activation(name));
      gaussian.weight_variance = 1;
      const Architecture sphere = on_sphere(name, Rational(3, 2), std::nullopt, 0);
      const auto compute = [&](const Architecture& a, TrainedParameters part) {
        return ClosedForm().compute({trained(a, part), d, degrees}, p);
      };
      const std::vector<Ball> outer = compute(sphere, TrainedParameters::outer);
      const std::vector<Ball> outer_gaussian = compute(gaussian, TrainedParameters::outer);
      const std::vector<Ball> hidden = compute(sphere, TrainedParameters::hidden);
      const std::vector<Ball> hidden_gaussian = compute(gaussian, TrainedParameters::hidden);
      const std::vector<Ball> all = compute(sphere, TrainedParameters::all);
      for (std::size_t i = 0; i < degrees.size(); ++i) {
        BOOST_TEST((d * outer[i]).overlaps(outer_gaussian[i] * Ball(Rational(9, 4), p)), name << " " << i);
        BOOST_TEST(hidden[i].overlaps(hidden_gaussian[i]), name << " " << i);
        BOOST_TEST(all[i].overlaps(outer[i] + hidden[i]), name << " " << i);
      }
      const Ball rest = ClosedForm().trace(sphere, d, p) - mass(sphere, ClosedForm(), d, 400, p);
      BOOST_TEST(is_yes(rest > 0), name);
      BOOST_TEST(is_yes(rest < Ball(Rational(1, 100), p)), name);
    }
  }
  // d = 3, R = 2: c_0 = 2·r_0 = 1/2, and the slope's coefficients are 1/2, 1/4, 0, −1/16.
  const std::vector<Ball> three =
      ClosedForm().compute({on_sphere("relu", 2, std::nullopt, 0), 3, degrees_up_to(2)}, p);
  BOOST_TEST(three[0].contains(Rational(1, 4) + Rational(1, 16)));
  BOOST_TEST(three[1].contains(Rational(1, 9) + Rational(1, 12)));
  BOOST_TEST(three[2].contains(Rational(1, 64) + Rational(2 * 16 + 3, 5 * 256)));
}

BOOST_AUTO_TEST_SUITE_END()
