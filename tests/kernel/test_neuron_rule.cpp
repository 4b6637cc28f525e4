#include "ntkcert/kernel/neuron_rule.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(neuron_rule)

namespace {

const Precision kPrecision(192);

NeuronRule rule(const std::string& name, long d, long bits, long radius = 3) {
  return {*find_smooth_activation(name),
          {d, 8, 1, Ball(radius, kPrecision), Ball(1, kPrecision), bits},
          kPrecision};
}

Ball sum(const NeuronRule& r, const std::string& name, const Ball& radius, const Ball& bias, long d, long k) {
  const auto activation = find_smooth_activation(name);
  Ball total(kPrecision);
  for (std::size_t j = 0; j < r.points().size(); ++j) {
    total +=
        r.weights()[j] * activation->value(radius * r.points()[j] + bias) * gegenbauer(d, k, r.points()[j]);
  }
  return total;
}

}  // namespace

/// A short rule against a long one: the error is within its bound, and not by a wide margin at the ends of
/// the range.
BOOST_AUTO_TEST_CASE(short_rules_are_within_their_bounds) {
  for (const std::string name : {"tanh", "softplus", "erf"}) {
    for (const long d : {2L, 3L, 6L}) {
      const NeuronRule fine = rule(name, d, 160);
      const NeuronRule coarse = rule(name, d, 20);
      double closest = 1e300;
      for (const long radius : {1L, 3L}) {
        for (const long bias : {-1L, 0L, 1L}) {
          const Ball r(radius, kPrecision);
          const Ball b(bias, kPrecision);
          for (long k = 0; k <= 8; ++k) {
            const Ball difference = sum(coarse, name, r, b, d, k) - sum(fine, name, r, b, d, k);
            const Ball bound = coarse.error(coarse.value_bound(b), k);
            BOOST_REQUIRE(is_yes(abs(difference) <= bound));
            BOOST_REQUIRE((bound.upper() < Dyadic(Integer(1), -8)));
            closest = std::min(closest,
                               bound.upper().approximate() / std::abs(difference.midpoint().approximate()));
          }
        }
      }
      BOOST_TEST(closest < 1e5, name << " in dimension " << d);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_strip_that_is_wide_enough) {
  BOOST_TEST(!strip_growth(*find_smooth_activation("tanh"), Ball(2, kPrecision)).has_value());
  BOOST_CHECK_THROW(rule("tanh", 3, 40, 1L << 60), Exhausted);
}

BOOST_AUTO_TEST_SUITE_END()
