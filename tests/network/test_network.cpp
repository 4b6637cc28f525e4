#include "ntkcert/network/network.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/ball/error.hpp"
#include "tests/network/example_network.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(network)

namespace {

const Precision kPrecision(128);

double as_double(const Ball& x) { return x.midpoint().approximate(); }

}  // namespace

BOOST_AUTO_TEST_CASE(values_agree_with_a_plain_loop_in_double) {
  std::mt19937_64 engine(1);
  for (const auto& [name, sigma] :
       {std::pair<std::string, double (*)(double)>{"tanh", std::tanh}, {"erf", std::erf}}) {
    const ExactParameters exact = random_parameters(7, 3, engine);
    const Network net(find_smooth_activation(name), exact, kPrecision);
    const Points points = Samples::draw(5, 3, 11).points(kPrecision);
    const Vector values = net.values(points);
    for (long i = 0; i < 5; ++i) {
      double sum = 0;
      for (long l = 0; l < 7; ++l) {
        double z = as_double(net.inner(l, 3));
        for (long j = 0; j < 3; ++j) {
          z += as_double(net.inner(l, j)) * as_double(points.augmented()(i, j));
        }
        sum += as_double(net.outer(l)) * sigma(z);
      }
      const double expected = sum / std::sqrt(7.0) + as_double(net.output_bias());
      BOOST_TEST(as_double(values[static_cast<std::size_t>(i)]) == expected,
                 boost::test_tools::tolerance(1e-13));
      BOOST_TEST((values[static_cast<std::size_t>(i)].radius() < Dyadic(Integer(1), -115)));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_jacobian_is_the_derivative_of_the_values) {
  std::mt19937_64 engine(2);
  const Precision fine(300);
  const Rational step(1, Integer(1) << 80);
  for (const std::string name : {"tanh", "erf"}) {
    const ExactParameters exact = random_parameters(3, 2, engine);
    const Points points = Samples::draw(4, 2, 12).points(fine);
    const Matrix jacobian = Network(find_smooth_activation(name), exact, fine).jacobian(points);
    for (long q = 0; q < exact.layout.size(); ++q) {
      const Vector above = Network(find_smooth_activation(name), moved(exact, q, step), fine).values(points);
      const Vector below = Network(find_smooth_activation(name), moved(exact, q, -step), fine).values(points);
      for (long i = 0; i < 4; ++i) {
        const auto s = static_cast<std::size_t>(i);
        const Ball difference = (above[s] - below[s]) / Ball(2 * step, fine) - jacobian(i, q);
        BOOST_TEST((difference.magnitude() < Dyadic(Integer(1), -150)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(wide_parameters_give_enclosures_of_every_network_in_them) {
  std::mt19937_64 engine(3);
  for (const std::string name : {"tanh", "erf"}) {
    const ExactParameters exact = random_parameters(4, 3, engine);
    const Rational radius(1, 5);
    const Network wide = wide_network(name, exact, radius, kPrecision);
    const Points points = Samples::draw(3, 3, 13).points(kPrecision);
    const Vector values = wide.values(points);
    const Matrix jacobian = wide.jacobian(points);
    for (int round = 0; round < 40; ++round) {
      ExactParameters inside(exact);
      for (Rational& q : inside.values) {
        q += radius * Rational(static_cast<long>(engine() % 3001) - 1000, 3000);
      }
      const Network thin(find_smooth_activation(name), inside, kPrecision);
      BOOST_REQUIRE(jacobian.overlaps(thin.jacobian(points)));
      const Vector thin_values = thin.values(points);
      for (std::size_t i = 0; i < values.size(); ++i) {
        BOOST_REQUIRE(values[i].contains(thin_values[i]));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_doubled_network_starts_at_zero) {
  const Network net(find_smooth_activation("tanh"), draw_parameters(16, 3, {}, 4), kPrecision);
  for (const Ball& value : net.values(Samples::draw(6, 3, 14).points(kPrecision))) {
    BOOST_TEST(value.contains(Rational(0)));
    BOOST_TEST((value.radius() < Dyadic(Integer(1), -115)));
  }
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  const auto activation = find_smooth_activation("tanh");
  const Network net(activation, draw_parameters(4, 3, {}, 4), kPrecision);
  BOOST_CHECK_THROW((void)net.values(Samples::draw(6, 2, 14).points(kPrecision)), InvalidInput);
  BOOST_CHECK_THROW(Network(activation, ParameterLayout{4, 3}, Vector(5, Ball(kPrecision))), InvalidInput);
  BOOST_CHECK_THROW(Network(activation, ParameterLayout{0, 3}, Vector(1, Ball(kPrecision))), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
