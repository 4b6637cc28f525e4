#include "ntkcert/network/limiting_gram.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(limiting_gram)

namespace {

/// Largest radius; every entry overlaps the kernel's own value at a higher precision.
double check(const std::string& activation, const Points& points, Precision p) {
  const auto known = find_smooth_activation(activation);
  const Matrix g = ntkcert::limiting_gram(known, points, p);
  const ZonalKernel kernel(Architecture::paper(known), Precision(2 * p.bits()));
  double largest = 0;
  for (long i = 0; i < g.rows(); ++i) {
    for (long j = 0; j <= i; ++j) {
      const Ball exact = (i == j ? kernel.at_one() : kernel(points.inner(i, j))) / g.rows();
      BOOST_REQUIRE_MESSAGE(g(i, j).overlaps(exact), activation << ' ' << i << ' ' << j);
      BOOST_REQUIRE(g(j, i).overlaps(exact));
      largest = std::max(largest, abs(g(i, j) - exact).upper().approximate());
    }
  }
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_CASE(entries_are_the_kernels_values) {
  for (const std::string activation : {"tanh", "erf", "softplus", "gelu"}) {
    // A few points by the kernel itself, many by interpolation; also points that nearly meet, or are
    // opposite.
    BOOST_TEST(check(activation, Samples::draw(3, 2, 1).points(Precision(200)), Precision(64)) < 1e-17);
    BOOST_TEST(check(activation, Samples::draw(48, 3, 2).points(Precision(200)), Precision(64)) < 1e-17);
  }
  BOOST_TEST(check("erf", Samples::draw(80, 2, 3).points(Precision(300)), Precision(128)) < 1e-34);
  std::vector<std::vector<Rational>> close;
  for (long i = 0; i < 44; ++i) {
    close.push_back({1, Rational(i % 2 == 0 ? 1 : -1) / (Integer(1) << i)});
    close.push_back({-1, Rational(1, i + 1)});
  }
  BOOST_TEST(check("tanh", Samples::from_rows(close).points(Precision(300)), Precision(64)) < 1e-17);
}

BOOST_AUTO_TEST_SUITE_END()
