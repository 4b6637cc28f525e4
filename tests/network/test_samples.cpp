#include "ntkcert/network/samples.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/network/normal.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(samples)

namespace {

const Precision kPrecision(100);

auto says(const std::string& text) {
  return
      [text](const InvalidInput& error) { return std::string(error.what()).find(text) != std::string::npos; };
}

}  // namespace

BOOST_AUTO_TEST_CASE(pythagorean_rows_give_rational_points) {
  const Samples samples = Samples::from_rows({{3, -4}, {Rational(5, 7), Rational(12, 7)}, {0, -2}});
  const Points points = samples.points(kPrecision);
  const std::vector<std::vector<Rational>> exact{
      {Rational(3, 5), Rational(-4, 5)}, {Rational(5, 13), Rational(12, 13)}, {0, -1}};
  for (long i = 0; i < 3; ++i) {
    for (long j = 0; j < 2; ++j) {
      const Ball x = points.augmented()(i, j);
      BOOST_TEST(x.contains(exact[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]));
      BOOST_TEST((x.radius() < Dyadic(Integer(1), -97)));
    }
    BOOST_TEST(points.augmented()(i, 2).contains(Rational(1)));
    BOOST_TEST(points.inner(i, i).is_exact());
  }
  BOOST_TEST(points.inner(0, 1).contains(Rational(15 - 48, 65)));
  BOOST_TEST(points.dim() == 2);
}

BOOST_AUTO_TEST_CASE(drawn_rows_are_the_sampler_s_normals_row_by_row) {
  const Samples samples = Samples::draw(4, 3, 9);
  NormalSampler sampler(9);
  for (const auto& row : samples.rows()) {
    for (const Rational& c : row) {
      BOOST_TEST((c == exact_rational(sampler.normal())));
    }
  }
  const Points points = samples.points(kPrecision);
  for (long i = 0; i < 4; ++i) {
    Ball square_norm(kPrecision);
    for (long j = 0; j < 3; ++j) {
      square_norm += square(points.augmented()(i, j));
    }
    BOOST_TEST(square_norm.contains(Rational(1)));
  }
}

BOOST_AUTO_TEST_CASE(equal_directions_are_found_and_opposite_ones_are_not) {
  const auto pair_of = [](std::vector<std::vector<Rational>> rows) {
    return Samples::from_rows(std::move(rows)).equal_points();
  };
  BOOST_TEST((pair_of({{1, 2}, {2, 1}, {Rational(1, 3), Rational(2, 3)}}) == std::pair(0L, 2L)));
  BOOST_TEST(!pair_of({{1, 2}, {-1, -2}, {2, 1}}).has_value());
  BOOST_TEST(!Samples::draw(50, 2, 1).equal_points().has_value());
}

BOOST_AUTO_TEST_CASE(bad_rows_are_named) {
  BOOST_CHECK_EXCEPTION((void)Samples::from_rows({{1, 0}, {0, 0}}), InvalidInput, says("point 2 is 0"));
  BOOST_CHECK_EXCEPTION((void)Samples::from_rows({{1, 0}, {1, 0, 0}}), InvalidInput, says("point 2 has 3"));
  BOOST_CHECK_EXCEPTION((void)Samples::from_rows({{1}}), InvalidInput, says("point 1 has 1"));
  BOOST_CHECK_EXCEPTION((void)Samples::from_rows({}), InvalidInput, says("at least 1"));
  BOOST_CHECK_EXCEPTION((void)Samples::draw(0, 3, 1), InvalidInput, says("at least 1"));
  BOOST_CHECK_EXCEPTION((void)Samples::draw(5, 1, 1), InvalidInput, says("at least 2"));
}

BOOST_AUTO_TEST_SUITE_END()
