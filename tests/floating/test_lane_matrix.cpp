#include "ntkcert/floating/lane_matrix.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "ntkcert/ball/ball.hpp"
#include "ntkcert/floating/upper_bound.hpp"
#include "tests/floating/control_words.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(lane_matrix)

namespace {

LaneMatrix random_matrix(long rows, long columns, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  LaneMatrix a(rows, columns);
  for (long i = 0; i < rows; ++i) {
    for (long j = 0; j < columns; ++j) {
      a(i, j) = uniform(engine);
    }
  }
  return a;
}

}  // namespace

BOOST_AUTO_TEST_CASE(products_are_within_the_bound_for_the_roundings_in_every_rounding_mode) {
  const Precision fine(300);
  std::mt19937_64 engine(3);
  for (const unsigned word : kControlWords) {
    for (const auto& [depth, rows, columns] : {std::array{1L, 1L, 1L}, std::array{5L, 9L, 8L},
                                               std::array{70L, 8L, 17L}, std::array{33L, 20L, 25L}}) {
      const LaneMatrix left = random_matrix(depth, rows, engine);
      const LaneMatrix right = random_matrix(depth, columns, engine);
      LaneMatrix sum(rows, columns);
      {
        const ControlWord mode(word);
        add_transposed_product(left, right, {0, depth / 3}, sum, {0, left.blocks()});
        add_transposed_product(left, right, {depth / 3, depth}, sum, {0, left.blocks()});
      }
      for (long i = 0; i < rows; ++i) {
        for (long j = 0; j < columns; ++j) {
          Ball exact(fine);
          Ball sizes(fine);
          for (long k = 0; k < depth; ++k) {
            const Ball term = Ball::from_double(left(k, i), fine) * Ball::from_double(right(k, j), fine);
            exact += term;
            sizes += abs(term);
          }
          const Ball bound = Ball::from_double(gamma_factor(depth + 3).value(), fine) * sizes;
          BOOST_REQUIRE(is_yes(abs(Ball::from_double(sum(i, j), fine) - exact) <= bound));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(integers_are_exact_and_rows_may_be_shared_out) {
  std::mt19937_64 engine(4);
  LaneMatrix a(12, 21);
  for (long i = 0; i < a.rows(); ++i) {
    for (long j = 0; j < a.columns(); ++j) {
      a(i, j) = static_cast<double>(static_cast<long>(engine() % 2001) - 1000);
    }
  }
  LaneMatrix whole(21, 21);
  LaneMatrix upper(21, 21);
  add_transposed_product(a, a, {0, 12}, whole, {0, 3});
  for (const long row : {2L, 0L, 1L}) {
    add_transposed_product(a, a, {0, 12}, upper, {row, row + 1}, true);
  }
  for (long i = 0; i < 21; ++i) {
    for (long j = 0; j < 21; ++j) {
      double exact = 0;
      for (long k = 0; k < 12; ++k) {
        exact += a(k, i) * a(k, j);
      }
      BOOST_TEST(whole(i, j) == exact);
      if (j >= i) {
        BOOST_TEST(upper(i, j) == exact);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
