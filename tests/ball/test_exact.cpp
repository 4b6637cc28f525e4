#include "ntkcert/ball/exact.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(exact)

BOOST_AUTO_TEST_CASE(decimals_and_fractions_are_read_exactly) {
  BOOST_TEST(parse_rational("0.1") == Rational(1, 10));
  BOOST_TEST(parse_rational("-2.50e-3") == Rational(-1, 400));
  BOOST_TEST(parse_rational("+7") == Rational(7));
  BOOST_TEST(parse_rational(".5") == Rational(1, 2));
  BOOST_TEST(parse_rational("5.") == Rational(5));
  BOOST_TEST(parse_rational("010/04") == Rational(5, 2));
  BOOST_TEST(parse_rational("1E3") == Rational(1000));
  BOOST_TEST(parse_rational("0e-99999") == Rational(0));
  BOOST_TEST(parse_rational("1.2345678901234567890123456789012345678901") ==
             Rational(Integer("12345678901234567890123456789012345678901"),
                      boost::multiprecision::pow(Integer(10), 40)));
  BOOST_TEST(parse_rational("1e-400") * Rational(boost::multiprecision::pow(Integer(10), 400)) ==
             Rational(1));
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_refused) {
  for (const char* text : {"", "abc", "1/0", "1/", "/2", "nan", "inf", "1e", "1e999999", "0x10", "1 ", " 1",
                           "--1", "1.2.3", ".", "1e99999999999999999999", "1/2/3", "1.5/2", "1,5"}) {
    BOOST_CHECK_THROW((void)parse_rational(text), InvalidInput);
  }
  for (const char* text : {"", "1.0", "a", "1e3", "- 1"}) {
    BOOST_CHECK_THROW((void)parse_integer(text), InvalidInput);
  }
}

BOOST_AUTO_TEST_CASE(text_round_trip) {
  for (const char* text : {"1/3", "-22/7", "0", "12345678901234567890"}) {
    BOOST_TEST(to_text(parse_rational(text)) == text);
  }
  BOOST_TEST(parse_integer("-0012") == Integer(-12));
}

BOOST_AUTO_TEST_CASE(doubles_are_dyadic) {
  BOOST_TEST(exact_rational(0.1) != Rational(1, 10));
  BOOST_TEST(exact_rational(0.1) == Rational(Integer("3602879701896397"), Integer(1) << 55));
  BOOST_CHECK_THROW((void)exact_rational(std::numeric_limits<double>::infinity()), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
