#include "ntkcert/activation/series_dual.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/activation/registry.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(series_dual)

namespace {

constexpr unsigned kSeed = 9090;

/// σ(x) = x² − x: a_0 = q, a_1 = −√q, a_2 = √2·q, all others zero.
class Quadratic final : public HermiteSeries {
 public:
  using HermiteSeries::HermiteSeries;
  [[nodiscard]] BallArray squares(long length) const override {
    const Ball q2 = square(variance());
    BallArray result(length);
    arb_set(result.at(0), q2.raw());
    arb_set(result.at(1), variance().raw());
    arb_set(result.at(2), (2 * q2).raw());
    return result;
  }
  [[nodiscard]] Ball tail(long length) const override {
    return length > 2 ? Ball(precision()) : Ball::whole_line(precision());
  }
};

/// A series scaled by 2^{−20}.
class Faint final : public HermiteSeries {
 public:
  static constexpr long kShift = 20;
  Faint(const Ball& variance, std::unique_ptr<const HermiteSeries> series)
      : HermiteSeries(variance), series_(std::move(series)) {}
  [[nodiscard]] BallArray squares(long length) const override {
    BallArray result = series_->squares(length);
    for (long p = 0; p < length; ++p) {
      arb_mul_2exp_si(result.at(p), result.at(p), -kShift);
    }
    return result;
  }
  [[nodiscard]] Ball tail(long length) const override { return scaled(series_->tail(length), -kShift); }

 private:
  std::unique_ptr<const HermiteSeries> series_;
};

Ball fraction(long numerator, long denominator, Precision p) { return {Rational(numerator, denominator), p}; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_polynomial_has_its_exact_dual) {
  const Precision p(90);
  const Rational q(3, 2);
  const SeriesDual dual{Quadratic(Ball(q, p))};
  for (long i = -10; i <= 10; ++i) {
    const Rational rho(i, 10);
    const DualPair<Ball> pair = dual.at(Ball(rho, p));
    BOOST_TEST(pair.value.contains(Rational(q * q + q * rho + 2 * q * q * rho * rho)));
    BOOST_TEST(pair.derivative.contains(Rational(1 + 4 * q * rho)));
  }
  BOOST_TEST(dual.remainder().is_exact_zero());
  const DualPair<Ball> outside = dual.bounds(Ball::whole_line(p), Ball(2, p));
  BOOST_TEST(outside.value.contains(Rational(q * q + 2 * q + 8 * q * q)));
  BOOST_TEST(outside.derivative.contains(Rational(1 + 8 * q)));
}

/// erf has both a closed form and a series.
BOOST_AUTO_TEST_CASE(the_series_agrees_with_the_closed_form) {
  std::mt19937_64 random(kSeed);
  BOOST_TEST_MESSAGE("seed " << kSeed);
  const auto erf = find_activation("erf");
  for (const long bits : {40L, 128L, 300L}) {
    const Precision p(bits);
    const Ball q = fraction(1 + static_cast<long>(random() % 50), 10, p);
    const SeriesDual dual{*erf->hermite_series(q)};
    const auto fine = erf->dual(q.at(Precision(400)));
    for (int trial = 0; trial < 20; ++trial) {
      const Ball rho = fraction(static_cast<long>(random() % 2001) - 1000, 1000, p);
      const DualPair<Ball> pair = dual.at(rho);
      const DualPair<Ball> exact = fine->at(rho.at(Precision(400)));
      BOOST_TEST(pair.value.overlaps(exact.value));
      BOOST_TEST(pair.derivative.overlaps(exact.derivative));
      BOOST_TEST(is_yes(Ball(pair.value.radius(), p) < scaled(Ball(1, p), 12 - bits)));
    }
    const Ball one(1, p);
    BOOST_TEST(dual.at(one).value.overlaps(fine->at(one).value));
    BOOST_TEST(dual.at(one).derivative.overlaps(fine->at(one).derivative));
    BOOST_TEST(dual.at(-one).derivative.overlaps(fine->at(one).derivative));
  }
}

/// A series so small that its cut, at 2^{−precision}, is far coarser than its rounding: the tail must cover
/// the difference, of the value and of the derivative.
BOOST_AUTO_TEST_CASE(the_tail_covers_what_is_cut) {
  const Precision fine(200);
  const auto erf = find_activation("erf");
  for (const long bits : {30L, 64L}) {
    const Ball q(2, Precision(bits));
    const SeriesDual dual{Faint(q, erf->hermite_series(q))};
    const auto closed = erf->dual(Ball(2, fine));
    for (long i = -64; i <= 64; ++i) {
      const Rational rho(i, 64);
      const DualPair<Ball> exact = closed->at(Ball(rho, fine));
      const DualPair<Ball> cut = dual.at(Ball(rho, q.precision()));
      BOOST_TEST(cut.value.contains(scaled(exact.value, -Faint::kShift)));
      BOOST_TEST(cut.derivative.contains(scaled(exact.derivative, -Faint::kShift)));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
