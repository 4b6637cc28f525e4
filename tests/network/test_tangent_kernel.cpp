#include "ntkcert/network/tangent_kernel.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/network/example_network.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(tangent_kernel)

BOOST_AUTO_TEST_CASE(the_gram_matrix_is_the_jacobian_times_its_transpose) {
  std::mt19937_64 engine(21);
  const Precision p(128);
  for (const std::string name : {"tanh", "erf"}) {
    for (const Rational& radius : {Rational(0), Rational(1, 10)}) {
      const Network net = wide_network(name, random_parameters(5, 3, engine), radius, p);
      const Points points = Samples::draw(6, 3, 22).points(p);
      const Matrix jacobian = net.jacobian(points);
      const Matrix product = jacobian * jacobian.transposed() * (1 / Ball(6, p));
      const Matrix gram = tangent_gram(net, points);
      BOOST_TEST(gram.overlaps(product));
      BOOST_TEST(gram.overlaps(gram.transposed()));
      if (radius == 0) {
        BOOST_TEST(((gram - product).frobenius_norm().magnitude() < Dyadic(Integer(1), -110)));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
