#include "ntkcert/network/parameters.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/network/normal.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(parameters)

namespace {

const Rational& at(const ExactParameters& parameters, long q) {
  return parameters.values[static_cast<std::size_t>(q)];
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_draw_goes_neuron_by_neuron) {
  const ExactParameters drawn = draw_parameters(3, 2, {InitialScheme::independent, OuterLaw::gaussian}, 5);
  NormalSampler sampler(5);
  for (long l = 0; l < 3; ++l) {
    for (long j = 0; j <= 2; ++j) {
      BOOST_TEST((at(drawn, drawn.layout.inner(l) + j) == exact_rational(sampler.normal())));
    }
    BOOST_TEST((at(drawn, drawn.layout.outer(l)) == exact_rational(sampler.normal())));
  }
  BOOST_TEST((at(drawn, drawn.layout.output_bias()) == 0));
  BOOST_TEST(std::ssize(drawn.values) == drawn.layout.size());
}

BOOST_AUTO_TEST_CASE(doubling_copies_inner_weights_and_negates_outer_ones) {
  const ExactParameters drawn = draw_parameters(6, 3, {InitialScheme::doubled, OuterLaw::sign}, 5);
  NormalSampler sampler(5);
  for (long l = 0; l < 3; ++l) {
    for (long j = 0; j <= 3; ++j) {
      const Rational weight = exact_rational(sampler.normal());
      BOOST_TEST((at(drawn, drawn.layout.inner(l) + j) == weight));
      BOOST_TEST((at(drawn, drawn.layout.inner(l + 3) + j) == weight));
    }
    const Rational sign = sampler.sign();
    BOOST_TEST((at(drawn, drawn.layout.outer(l)) == sign));
    BOOST_TEST((at(drawn, drawn.layout.outer(l + 3)) == -sign));
  }
}

BOOST_AUTO_TEST_CASE(the_layout_s_slots_do_not_overlap) {
  const ParameterLayout layout{4, 3};
  BOOST_TEST(layout.inner(0) == layout.outer(3) + 1);
  BOOST_TEST(layout.inner(2) == layout.inner(1) + 4);
  BOOST_TEST(layout.output_bias() == layout.inner(3) + 4);
  BOOST_TEST(layout.size() == 21);
}

BOOST_AUTO_TEST_CASE(impossible_shapes_are_refused) {
  const InitialLaw independent{InitialScheme::independent, OuterLaw::gaussian};
  BOOST_CHECK_THROW((void)draw_parameters(5, 3, {}, 1), InvalidInput);
  BOOST_CHECK_THROW((void)draw_parameters(0, 3, {}, 1), InvalidInput);
  BOOST_CHECK_THROW((void)draw_parameters(0, 3, independent, 1), InvalidInput);
  BOOST_CHECK_THROW((void)draw_parameters(2, 1, {}, 1), InvalidInput);
  BOOST_CHECK_NO_THROW((void)draw_parameters(5, 3, independent, 1));
}

BOOST_AUTO_TEST_SUITE_END()
