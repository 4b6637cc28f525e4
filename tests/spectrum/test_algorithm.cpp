#include "ntkcert/spectrum/algorithm.hpp"

#include <set>

#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(algorithm)

BOOST_AUTO_TEST_CASE(names_differ_and_every_kernel_has_two) {
  std::set<std::string_view> names;
  for (const SpectralAlgorithm* a : spectral_algorithms()) {
    names.insert(a->name());
  }
  BOOST_TEST(names.size() == spectral_algorithms().size());
  for (const Architecture& a : architectures()) {
    long applicable = 0;
    for (const SpectralAlgorithm* algorithm : spectral_algorithms()) {
      applicable += algorithm->applies_to(a) ? 1 : 0;
    }
    BOOST_TEST(applicable >= 2, describe(a));
  }
}

/// Costs decide among the quadratures, and relative precision before them.
BOOST_AUTO_TEST_CASE(the_preferred_algorithm_follows_the_problem) {
  const auto preferred = [](const Architecture& a, long dimension, long largest) {
    const std::vector<long> degrees{0, largest};
    return applicable_algorithms({a, dimension, degrees}, 30).front()->name();
  };
  const Architecture relu = Architecture::paper(find_activation("relu"));
  Architecture deep = Architecture::he(find_activation("relu"));
  BOOST_TEST(preferred(deep, 3, 10000) == "closed-form");
  deep.depth = 3;
  BOOST_TEST(preferred(relu, 3, 60) == "fejer-quadrature");
  BOOST_TEST(preferred(relu, 3, 10000) == "half-angle");
  BOOST_TEST(preferred(deep, 3, 60) == "fejer-quadrature");
  BOOST_TEST(preferred(deep, 3, 10000) == "half-angle");
  BOOST_TEST(preferred(deep, 784, 1000) == "fejer-quadrature");
  BOOST_TEST(preferred(Architecture::paper(find_activation("tanh")), 3, 100) == "power-series");
}

BOOST_AUTO_TEST_CASE(bits_suffice_for_the_digits_and_the_largest_degree_is_found) {
  Integer power = 1;
  Integer two = 1;
  for (long digits = 1, bits = 0; digits < 200; ++digits) {
    power *= 10;
    for (; bits < bits_for_digits(digits); ++bits) {
      two *= 2;
    }
    BOOST_TEST((two >= power));
  }
  const std::vector<long> degrees{3, 17, 5};
  const Architecture a = Architecture::paper(find_activation("relu"));
  BOOST_TEST((SpectralProblem{a, 3, degrees}.largest_degree()) == 17);
}

BOOST_AUTO_TEST_SUITE_END()
