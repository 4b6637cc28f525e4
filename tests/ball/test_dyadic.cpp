#include "ntkcert/ball/dyadic.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(dyadic)

BOOST_AUTO_TEST_CASE(hexadecimal_text_is_lossless) {
  std::mt19937_64 engine(7);
  for (int round = 0; round < 500; ++round) {
    Integer n = (Integer(engine()) << 70) + engine();
    const long exponent = static_cast<long>(engine() % 4001) - 2000;
    const Dyadic x(round % 2 == 0 ? n : Integer(-n), exponent);
    BOOST_REQUIRE(Dyadic::from_hex(x.to_hex()) == x);
    const Rational power =
        exponent >= 0 ? Rational(Integer(1) << exponent) : Rational(Integer(1), Integer(1) << -exponent);
    BOOST_REQUIRE(x.to_rational() == Rational(round % 2 == 0 ? n : Integer(-n)) * power);
  }
  BOOST_TEST(Dyadic(0).to_hex() == "0x0p0");
  BOOST_TEST(Dyadic::from_hex("-inf") == -Dyadic::infinity());
  BOOST_TEST(Dyadic::from_hex("-0x1p-1") == Dyadic::from_double(-0.5));
}

BOOST_AUTO_TEST_CASE(arithmetic_is_exact) {
  std::mt19937_64 engine(8);
  for (int round = 0; round < 500; ++round) {
    const Dyadic a(Integer(engine()), static_cast<long>(engine() % 300) - 150);
    const Dyadic b(Integer(-Integer(engine())), static_cast<long>(engine() % 300) - 150);
    BOOST_REQUIRE((a + b).to_rational() == a.to_rational() + b.to_rational());
    BOOST_REQUIRE((a - b).to_rational() == a.to_rational() - b.to_rational());
    BOOST_REQUIRE((a * b).to_rational() == a.to_rational() * b.to_rational());
    BOOST_REQUIRE((a < b) == (a.to_rational() < b.to_rational()));
  }
}

BOOST_AUTO_TEST_CASE(rounding_is_directed) {
  std::mt19937_64 engine(9);
  for (int round = 0; round < 500; ++round) {
    const Dyadic x(Integer(round % 2 == 0 ? Integer(engine()) : Integer(-Integer(engine()))), -20);
    const Dyadic below = x.rounded_down(10);
    const Dyadic above = x.rounded_up(10);
    BOOST_REQUIRE(below <= x);
    BOOST_REQUIRE(x <= above);
    BOOST_REQUIRE((above - below).to_rational() * 512 <= abs(x.to_rational()) * 2);
  }
}

BOOST_AUTO_TEST_CASE(bad_text_is_refused) {
  for (const char* text :
       {"", "1.5", "0x", "0xp3", "0x1", "0x1p", "0x1pz", "0xgp1", "1p3", "--0x1p0", "0x1p1 "}) {
    BOOST_CHECK_THROW((void)Dyadic::from_hex(text), InvalidInput);
  }
  BOOST_CHECK_THROW((void)Dyadic::infinity().to_rational(), Exhausted);
}

BOOST_AUTO_TEST_SUITE_END()
