#include "ntkcert/flow/double_features.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <random>
#include <vector>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/floating/aligned_array.hpp"
#include "ntkcert/floating/upper_bound.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(double_features)

BOOST_AUTO_TEST_CASE(polynomials_at_the_times_within_the_bound_for_the_roundings) {
  const Precision fine(200);
  constexpr long kBlocks = 3;
  constexpr long kSeries = 2;
  constexpr long kTerms = 9;
  constexpr long kRowStep = 5 * kLanes;
  std::mt19937_64 engine(2);
  std::uniform_real_distribution<double> uniform(-1, 1);
  AlignedArray<double> series(kBlocks * kSeries * kTerms * kLanes);
  for (long i = 0; i < series.size(); ++i) {
    series[i] = uniform(engine);
  }
  for (std::size_t count = 1; count <= 6; ++count) {
    std::array<double, 6> times{};
    std::array<double, 6> outer{};
    std::vector<AlignedArray<double>> values(count, AlignedArray<double>(kBlocks * kRowStep));
    std::vector<AlignedArray<double>> slopes(values);
    std::array<double*, 6> value_rows{};
    std::array<double*, 6> slope_rows{};
    for (std::size_t j = 0; j < count; ++j) {
      times[j] = (uniform(engine) + 1) / 2;
      outer[j] = uniform(engine);
      value_rows[j] = values[j].data();
      slope_rows[j] = slopes[j].data();
    }
    evaluate_features_of_neuron(
        {series.data(), series.data() + kLanes, kSeries * kLanes, kBlocks * kSeries * kLanes, kBlocks,
         kRowStep, kTerms, times.data(), outer.data(), value_rows.data(), slope_rows.data()},
        count);
    const Ball gamma = Ball::from_double(gamma_factor(2 * kTerms + 1).value(), fine);
    for (std::size_t j = 0; j < count; ++j) {
      for (long i = 0; i < kBlocks * kLanes; ++i) {
        for (const bool slope : {false, true}) {
          Ball exact(fine);
          Ball sizes(fine);
          const Ball time = Ball::from_double(times[j], fine);
          for (long k = kTerms; k-- > 0;) {
            const Ball c = Ball::from_double(
                series[((k * kBlocks + i / kLanes) * kSeries + (slope ? 1 : 0)) * kLanes + i % kLanes], fine);
            exact = exact * time + c;
            sizes = sizes * time + abs(c);
          }
          const Ball weight = Ball::from_double(slope ? outer[j] : 1, fine);
          const long at = (i / kLanes) * kRowStep + i % kLanes;
          const Ball found = Ball::from_double(slope ? slopes[j][at] : values[j][at], fine);
          BOOST_REQUIRE(is_yes(abs(found - weight * exact) <= gamma * abs(weight) * sizes));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
