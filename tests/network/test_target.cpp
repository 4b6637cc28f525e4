#include "ntkcert/network/target.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(target)

namespace {

const Precision kPrecision(100);

}  // namespace

BOOST_AUTO_TEST_CASE(values_are_sums_of_ridge_harmonics_at_rational_points) {
  // d = 3: P_2(u) = (3u²−1)/2, P_3(u) = (5u³−3u)/2.
  const Points points = Samples::from_rows({{1, 2, 2}, {0, 3, -4}}).points(kPrecision);
  const Target f({{0, 7, {1, 0, 0}}, {2, Rational(3, 2), {2, 0, 0}}, {3, -2, {2, -1, 2}}}, 3);
  const auto value = [](const Rational& first, const Rational& u) {
    return Rational(7 + Rational(3, 2) * (3 * first * first - 1) / 2 - 2 * (5 * u * u * u - 3 * u) / 2);
  };
  const Vector values = f.values(points);
  BOOST_TEST(values[0].contains(value(Rational(1, 3), Rational(4, 9))));
  BOOST_TEST(values[1].contains(value(0, Rational(-11, 15))));
  BOOST_TEST((values[0].radius() < Dyadic(Integer(1), -90)));
  BOOST_TEST(f.unit_direction(2, kPrecision)[1].contains(Rational(-1, 3)));
  BOOST_TEST(Target({}, 3).values(points)[1].is_exact_zero());
}

BOOST_AUTO_TEST_CASE(bad_terms_are_named) {
  const auto names = [](const std::string& text) {
    return [text](const InvalidInput& e) { return std::string(e.what()).find(text) != std::string::npos; };
  };
  BOOST_CHECK_EXCEPTION(Target({{1, 1, {1, 0}}, {1, 1, {0, 0}}}, 2), InvalidInput,
                        names("term 2 has direction 0"));
  BOOST_CHECK_EXCEPTION(Target({{-1, 1, {1, 0}}}, 2), InvalidInput, names("term 1 has degree -1"));
  BOOST_CHECK_EXCEPTION(Target({{1, 1, {1, 0, 0}}}, 2), InvalidInput, names("3 components"));
  BOOST_CHECK_EXCEPTION(Target({}, 1), InvalidInput, names("at least 2"));
  const Points points = Samples::from_rows({{1, 2, 2}}).points(kPrecision);
  BOOST_CHECK_EXCEPTION((void)Target({}, 2).values(points), InvalidInput, names("dimension 3"));
}

BOOST_AUTO_TEST_SUITE_END()
