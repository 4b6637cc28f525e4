#include "ntkcert/kernel/angle_map.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/activation/registry.hpp"
#include "tests/kernel/example_duals.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(angle_map)

namespace {

constexpr unsigned kSeed = 271828;
const Precision kPrecision(120);
const Precision kFine(400);

struct Example {
  std::string name;
  Parity parity;
  std::function<std::shared_ptr<const DualActivation>(const Ball& variance)> dual;
  Rational bias;  ///< of the layer: q' = Σ(1) + bias, so that a = 1/q'
};

std::vector<Example> examples() {
  const auto of = [](const std::string& name) {
    return [name](const Ball& variance) -> std::shared_ptr<const DualActivation> {
      return find_activation(name)->dual(variance);
    };
  };
  return {{"relu", Parity::none, of("relu"), 0},
          {"relu", Parity::none, of("relu"), Rational(1, 3)},
          {"erf", Parity::none, of("erf"), Rational(1, 3)},
          {"erf", Parity::odd, of("erf"), 0},
          {"abs", Parity::even,
           [](const Ball& variance) { return std::make_shared<AbsoluteValueDual>(variance); }, 0}};
}

AngleMap make_map(const Example& e, Precision p) {
  const auto dual = e.dual(Ball(Rational(5, 4), p));
  return {dual, 1 / (dual->at(Ball(1, p)).value + Ball(e.bias, p)), e.parity};
}

/// arccos ρ' as it is written, at 400 bits.
Ball literally(const Example& e, const Ball& omega) {
  const auto dual = e.dual(Ball(Rational(5, 4), kFine));
  const Ball bias(e.bias, kFine);
  const Ball value = dual->at_angle(ComplexBall(omega.at(kFine))).value.real();
  return acos(min((value + bias) / (dual->at(Ball(1, kFine)).value + bias), Ball(1, kFine)));
}

ComplexBall point(const Rational& re, const Rational& im, Precision p) { return {Ball(re, p), Ball(im, p)}; }

bool contains(const ComplexBall& big, const ComplexBall& small) {
  return acb_overlaps(big.raw(), small.raw()) != 0 && big.real().overlaps(small.real()) &&
         big.imaginary().overlaps(small.imaginary());
}

}  // namespace

BOOST_AUTO_TEST_CASE(real_angles) {
  for (const Example& e : examples()) {
    const AngleMap map = make_map(e, kPrecision);
    BOOST_TEST(map.is_known());
    for (const char* text :
         {"1e-30", "1e-9", "0.001", "0.1", "0.4", "0.6", "1", "1.57", "1.58", "2", "3", "3.14"}) {
      const Ball omega(parse_rational(text), kPrecision);
      const ComplexBall image = map(ComplexBall(omega));
      BOOST_TEST(image.is_real());
      BOOST_TEST(image.real().overlaps(literally(e, Ball(parse_rational(text), kFine))),
                 e.name << " at " << text);
      // Digits relative to ω' itself, down to 0.
      BOOST_TEST(arb_rel_accuracy_bits(image.real().raw()) >= 95, e.name << " at " << text);
    }
    BOOST_TEST(map(ComplexBall(kPrecision)).real().is_exact_zero());
  }
}

/// Angles through the drop of the dual: the digits of a point, and every point of a wide ball.
BOOST_AUTO_TEST_CASE(real_angles_by_the_drop) {
  for (const Example& e : examples()) {
    const AngleMap map = make_map(e, kPrecision);
    const auto dual = e.dual(Ball(Rational(5, 4), kPrecision));
    for (const char* text : {"0", "1e-30", "1e-9", "0.001", "0.3", "1", "1.6", "2", "3.14"}) {
      const Rational middle = parse_rational(text);
      for (const Rational& radius : {Rational(0), Rational(1, 1000000), Rational(1, 10)}) {
        const Ball omega = Ball(middle, kPrecision).widened(Ball(radius, kPrecision));
        const std::optional<RealAngleValues> values = dual->at_real_angle(omega);
        if (!values) {
          continue;
        }
        const Ball image = map.at_real(omega, values->drop);
        for (const Rational& inside : {middle, Rational(middle + radius), Rational(middle - radius)}) {
          if (inside >= 0 && inside < Rational(314, 100)) {
            BOOST_TEST(image.overlaps(literally(e, Ball(inside, kFine))), e.name << " at " << inside);
          }
        }
        if (radius == 0 && middle != 0) {
          BOOST_TEST(is_yes(Ball(image.radius(), kPrecision) < scaled(Ball(1, kPrecision), -95)),
                     e.name << " at " << text);
        }
      }
    }
  }
}

/// Where a layer has slope 1 a wide ball's image is as wide.
BOOST_AUTO_TEST_CASE(real_angles_close_to_the_lipschitz_constant) {
  const AngleMap map = make_map(examples()[0], kPrecision);
  const auto dual = examples()[0].dual(Ball(Rational(5, 4), kPrecision));
  const Ball omega = Ball(Rational(1, 100), kPrecision).widened(Ball(Rational(1, 100), kPrecision));
  const Ball image = map.at_real(omega, dual->at_real_angle(omega).value().drop);
  BOOST_TEST(image.contains(map(ComplexBall(Ball(Rational(1, 50), kPrecision))).real()));
  BOOST_TEST(is_yes(Ball(image.radius(), kPrecision) <= Ball(Rational(11, 1000), kPrecision)));
}

/// Values at points lie in the enclosures of rectangles around them, small ones and large ones.
BOOST_AUTO_TEST_CASE(rectangles_contain_their_points) {
  std::mt19937_64 random(kSeed);
  BOOST_TEST_MESSAGE("seed " << kSeed);
  const auto uniform = [&](long low, long high) {
    return Rational(low + static_cast<long>(random() % static_cast<unsigned long>(high - low + 1)), 1000);
  };
  for (const Example& e : examples()) {
    const AngleMap map = make_map(e, kPrecision);
    int known = 0;
    for (int trial = 0; trial < 150; ++trial) {
      const Rational size(1, 1L << (2 + trial % 16));
      const Rational re = uniform(-200, 3300);
      const Rational im = uniform(-400, 400);
      const ComplexBall image = map(ComplexBall(Ball(re, kPrecision).widened(Ball(size, kPrecision)),
                                                Ball(im, kPrecision).widened(Ball(size, kPrecision))));
      if (acb_is_finite(image.raw()) == 0) {
        continue;
      }
      ++known;
      for (int i = 0; i < 6; ++i) {
        const ComplexBall value =
            map(point(re + size * uniform(-1000, 1000), im + size * uniform(-1000, 1000), kPrecision));
        BOOST_TEST(contains(image, value), e.name << " near " << re << " + i" << im << " size " << size);
      }
    }
    BOOST_TEST(known > 70, e.name << " " << known);
  }
}

/// cos ω' is the next correlation at complex angles, too.
BOOST_AUTO_TEST_CASE(cosine_is_the_next_correlation) {
  for (const Example& e : examples()) {
    const AngleMap map = make_map(e, kPrecision);
    const auto dual = e.dual(Ball(Rational(5, 4), kPrecision));
    const Ball bias(e.bias, kPrecision);
    const Ball total = dual->at(Ball(1, kPrecision)).value + bias;
    for (long i = -1; i <= 6; ++i) {
      for (long j = -2; j <= 2; ++j) {
        const ComplexBall omega = point(Rational(i, 2), Rational(j, 7), kPrecision);
        ComplexBall cosine = map(omega);
        BOOST_TEST(acb_is_finite(cosine.raw()) != 0);
        acb_cos(cosine.raw(), cosine.raw(), kPrecision.bits());
        ComplexBall expected = dual->at_angle(omega).value;
        acb_add_arb(expected.raw(), expected.raw(), bias.raw(), kPrecision.bits());
        acb_div_arb(expected.raw(), expected.raw(), total.raw(), kPrecision.bits());
        BOOST_TEST(contains(cosine, expected), e.name << " " << i << " " << j);
      }
    }
  }
}

/// The continuation through 0 is odd to first order, where arccos ρ' itself turns back.
BOOST_AUTO_TEST_CASE(continues_through_zero) {
  for (const Example& e : examples()) {
    const Ball image = make_map(e, kPrecision)(ComplexBall(Ball(Rational(-1, 100), kPrecision))).real();
    BOOST_TEST(is_yes(image < 0), e.name);
  }
}

BOOST_AUTO_TEST_CASE(symmetric_activations_mirror) {
  for (const Example& e : examples()) {
    const AngleMap map = make_map(e, kPrecision);
    const ComplexBall omega = point(Rational(9, 10), Rational(1, 8), kPrecision);
    ComplexBall mirrored(Ball::pi(kPrecision) - omega.real(), -omega.imaginary());
    mirrored = map(mirrored);
    const ComplexBall image = map(omega);
    if (e.parity == Parity::even) {
      BOOST_TEST(contains(mirrored, image));
    }
    if (e.parity == Parity::odd) {
      BOOST_TEST(contains(mirrored, ComplexBall(Ball::pi(kPrecision) - image.real(), -image.imaginary())));
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_analytic) {
  const AngleMap step(std::make_shared<StepDual>(Ball(1, kPrecision)), Ball(2, kPrecision), Parity::none);
  BOOST_TEST(!step.is_known());
  BOOST_TEST(acb_is_finite(step(ComplexBall(Ball(1, kPrecision))).raw()) == 0);
  const AngleMap tanh(find_activation("tanh")->dual(Ball(1, kPrecision)), Ball(1, kPrecision), Parity::none);
  BOOST_TEST(!tanh.is_known());
  // Around the zero of 1 + ρ' that limits two ReLU layers.
  const AngleMap relu = make_map(examples()[0], kPrecision);
  const Ball spread(Rational(1, 1000), kPrecision);
  const ComplexBall around(Ball(parse_rational("2.32399"), kPrecision).widened(spread),
                           Ball(parse_rational("1.76555"), kPrecision).widened(spread));
  BOOST_TEST(acb_is_finite(relu(around).raw()) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
