#include "ntkcert/spectrum/half_space_activation.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(half_space_activation)

BOOST_AUTO_TEST_CASE(known_by_their_slopes) {
  const Precision p(60);
  const auto found = [&](const char* name) {
    return ntkcert::half_space_activation(*find_activation(name), p);
  };
  BOOST_TEST((!found("relu")->is_step && found("relu")->negative_slope.is_exact_zero()));
  BOOST_TEST(found("leaky-relu:1/3")->negative_slope.contains(Rational(1, 3)));
  BOOST_TEST(found("abs")->negative_slope.contains(Rational(-1)));
  BOOST_TEST(found("step")->is_step);
  for (const char* name : {"repu:2", "tanh", "identity"}) {
    BOOST_TEST(!found(name).has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
