#include "ntkcert/network/normal.hpp"

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(normal)

// From a mt19937_64 written in Python (its 10,000th output for seed 5489 is 9981545732273789042, as the C++
// standard says) and mpmath at 60 digits, rounded by Python's float().
BOOST_AUTO_TEST_CASE(first_values_agree_with_an_independent_computation) {
  const std::array one{0x1.501709ad7f201p+0, 0x1.841511f1310aep+0, 0x1.4027941db59aep+0,
                       0x1.5451a939359d5p-3, 0x1.3a806af43fcedp+0, -0x1.87b06e3dc6995p-1};
  const std::array other{0x1.190d1fadab41dp-2, -0x1.e6eee3a0b5d46p-1, -0x1.a5304ac10891dp-1,
                         0x1.67b6245c4b366p+0, 0x1.03c3a52c2b1a1p+1,  0x1.3ad4fc100fe52p+1};
  NormalSampler first(1);
  for (const double value : one) {
    BOOST_TEST(first.normal() == value);
  }
  NormalSampler second(2024);
  for (const double value : other) {
    BOOST_TEST(second.normal() == value);
  }
  for (const int sign : {-1, -1, 1, -1, -1, -1}) {
    BOOST_TEST(second.sign() == sign);
  }
}

BOOST_AUTO_TEST_CASE(a_sign_leaves_the_kept_normal_in_place) {
  NormalSampler sampler(1);
  (void)sampler.normal();
  (void)sampler.sign();
  BOOST_TEST(sampler.normal() == 0x1.841511f1310aep+0);
}

BOOST_AUTO_TEST_CASE(the_law_is_standard_normal) {
  NormalSampler sampler(77);
  constexpr int kCount = 20'000;
  std::vector<double> sample(kCount);
  std::ranges::generate(sample, [&] { return sampler.normal(); });
  std::ranges::sort(sample);
  double distance = 0;
  for (int i = 0; i < kCount; ++i) {
    const double probability = std::erfc(-sample[static_cast<std::size_t>(i)] / std::sqrt(2.0)) / 2;
    distance = std::max({distance, std::abs(probability - static_cast<double>(i) / kCount),
                         std::abs(probability - static_cast<double>(i + 1) / kCount)});
  }
  // Kolmogorov and Smirnov, level about 1e-3.
  BOOST_TEST(distance < 1.95 / std::sqrt(kCount));
}

BOOST_AUTO_TEST_SUITE_END()
