#include "ntkcert/spectrum/adaptive.hpp"

#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(adaptive)

/// The parity of an odd kernel, seen by an algorithm that does not know of it.
BOOST_AUTO_TEST_CASE(sees_the_zeros_of_odd_kernels) {
  const Precision p(80);
  const std::vector<long> even{0, 2, 6};
  for (const KernelKind kind : {KernelKind::nngp, KernelKind::ntk}) {
    const Architecture a = Architecture::he(find_activation("erf"), kind);
    for (const Ball& value : AdaptiveQuadrature().compute({a, 3, even}, p)) {
      BOOST_TEST(value.contains_zero());
      BOOST_TEST((value.radius() < Dyadic(Integer(1), -70)));
    }
  }
}

BOOST_AUTO_TEST_CASE(applies_where_there_is_a_continuation) {
  BOOST_TEST(AdaptiveQuadrature().applies_to(Architecture::paper(find_activation("relu"))));
  BOOST_TEST(AdaptiveQuadrature().applies_to(Architecture::paper(find_activation("erf"))));
  BOOST_TEST(AdaptiveQuadrature().applies_to(with(Architecture::he(find_activation("relu")), 4)));
  BOOST_TEST(!AdaptiveQuadrature().applies_to(Architecture::paper(find_activation("tanh"))));
}

BOOST_AUTO_TEST_SUITE_END()
