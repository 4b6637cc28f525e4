#include "ntkcert/claim/decide.hpp"

#include <boost/test/unit_test.hpp>
#include <functional>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(decide)

namespace {

/// A known gap as a function of time, enclosed by a ball around its range over the piece.
class KnownGap : public Inequality {
 public:
  KnownGap(std::function<Ball(const Ball&)> gap, std::function<Dyadic()> start)
      : gap_(std::move(gap)), start_(std::move(start)) {}
  [[nodiscard]] std::size_t instances() const override { return 1; }
  [[nodiscard]] std::string label(std::size_t) const override { return "known"; }
  [[nodiscard]] Sides compare(std::size_t, const Dyadic& a, const Dyadic& b) override {
    BOOST_REQUIRE(a == advanced_);
    const Precision p(64);
    const Ball t = Ball::interval(start_() + a, start_() + b, p);
    return {Ball(1, p), Ball(1, p) + gap_(Ball(start_() + a, p)), gap_(t)};
  }
  void advance(const Dyadic& a, const Dyadic& b) override {
    BOOST_REQUIRE(a == advanced_);
    advanced_ = b;
  }
  void enter() { advanced_ = Dyadic(0); }

 private:
  std::function<Ball(const Ball&)> gap_;
  std::function<Dyadic()> start_;
  Dyadic advanced_;
};

Judgement decision(const std::function<Ball(const Ball&)>& gap, bool vanishes_at_start) {
  Dyadic start;
  KnownGap family(gap, [&] { return start; });
  InequalityCollector collector(family, vanishes_at_start);
  for (long k = 0; k < 4; ++k) {
    start = Dyadic(k);
    family.enter();
    collector.step(start, Dyadic(1));
  }
  return judge(collector.evidence().at(0), EvidenceKind::inequality, Rational(4), Rational(1, 1000000));
}

}  // namespace

BOOST_AUTO_TEST_CASE(positive_gaps_are_proved) {
  BOOST_TEST((decision([](const Ball& t) { return t + 1; }, false).verdict == Verdict::proved));
  BOOST_TEST((decision([](const Ball& t) { return square(t) * t; }, true).verdict == Verdict::proved));
}

BOOST_AUTO_TEST_CASE(a_gap_of_noise_size_is_left_to_the_initial_layer_only_at_the_start) {
  const auto noisy = [](const Ball& t) { return (t * t).widened(scaled(Ball(1, Precision(64)), -50)); };
  BOOST_TEST((decision(noisy, true).verdict == Verdict::proved));
  const auto noisy_later = [](const Ball& t) {
    return square(t - 2).widened(scaled(Ball(1, Precision(64)), -50));
  };
  BOOST_TEST((decision(noisy_later, true).verdict == Verdict::inconclusive));
  const auto too_noisy = [](const Ball& t) { return (t * t).widened(scaled(Ball(1, Precision(64)), -10)); };
  BOOST_TEST((decision(too_noisy, true).verdict == Verdict::inconclusive));
}

BOOST_AUTO_TEST_CASE(a_short_dip_is_found) {
  // Negative only within 1/30 of t = 2.7.
  const Precision p(64);
  const auto dip = [&](const Ball& t) {
    return square(t - Ball(Rational(27, 10), p)) - Ball(Rational(1, 900), p);
  };
  const Judgement judgement = decision(dip, false);
  BOOST_TEST((judgement.verdict == Verdict::refuted));
  const Rational off = judgement.time->to_rational() - Rational(27, 10);
  BOOST_TEST((abs(off) < Rational(1, 30)));
}

BOOST_AUTO_TEST_SUITE_END()
