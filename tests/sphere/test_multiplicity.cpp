#include "ntkcert/sphere/multiplicity.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(multiplicity)

namespace {

/// Dimensions of the spaces of homogeneous polynomials of degree n in d variables, by Pascal's rule in d.
std::vector<Integer> homogeneous_dimensions(long dimension, std::size_t length) {
  std::vector<Integer> row(length, Integer(1));
  for (long d = 2; d <= dimension; ++d) {
    for (std::size_t n = 1; n < length; ++n) {
      row[n] += row[n - 1];
    }
  }
  return row;
}

}  // namespace

/// Harmonic polynomials of degree k are the kernel of a Laplacian that maps onto degree k − 2.
BOOST_AUTO_TEST_CASE(counts_harmonic_polynomials) {
  constexpr std::size_t kLength = 60;
  for (long d = 2; d <= 40; ++d) {
    const std::vector<Integer> homogeneous = homogeneous_dimensions(d, kLength);
    for (std::size_t k = 0; k < kLength; ++k) {
      const Integer expected = homogeneous[k] - (k >= 2 ? homogeneous[k - 2] : Integer(0));
      BOOST_TEST(ntkcert::multiplicity(d, static_cast<long>(k)) == expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(is_exact_far_out) {
  BOOST_TEST(ntkcert::multiplicity(2, 1000000) == 2);
  BOOST_TEST(ntkcert::multiplicity(3, 1000000) == 2000001);
  BOOST_TEST(ntkcert::multiplicity(4, 1000000) == Integer(1000001) * 1000001);
  BOOST_TEST(ntkcert::multiplicity(10000000, 2) == Integer(10000000) * 10000001 / 2 - 1);
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_meaning) {
  BOOST_CHECK_THROW((void)ntkcert::multiplicity(1, 3), InvalidInput);
  BOOST_CHECK_THROW((void)ntkcert::multiplicity(-2, 3), InvalidInput);
  BOOST_CHECK_THROW((void)ntkcert::multiplicity(3, -1), InvalidInput);
  BOOST_CHECK_THROW((void)ntkcert::multiplicity(3, 1000001), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
