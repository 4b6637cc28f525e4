#include "ntkcert/flow/bernstein.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "tests/flow/control_points.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(bernstein)

namespace {

const Precision kFine(200);

Ball ball(double x) { return Ball::from_double(x, kFine); }
Ball ball(UpperBound x) { return ball(x.value()); }

Ball horner(const std::vector<double>& c, const Ball& x) {
  Ball sum(kFine);
  for (std::size_t k = c.size(); k-- > 0;) {
    sum = sum * x + ball(c[k]);
  }
  return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(binomials) {
  BOOST_TEST(binomial(5, 2) == 10);
  BOOST_TEST(binomial(60, 6) == 50'063'860);
  BOOST_TEST(binomial(4, 5) == 0);
  BOOST_TEST(binomial(4, -1) == 0);
  BOOST_TEST(binomial(0, 0) == 1);
}

BOOST_AUTO_TEST_CASE(weights_turn_power_series_into_control_points) {
  std::mt19937_64 engine(1);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (const long terms : {1L, 2L, 7L, 39L}) {
    const double h = 0.75;
    std::vector<double> c(static_cast<std::size_t>(terms));
    double size = 0;
    for (std::size_t k = 0; k < c.size(); ++k) {
      c[k] = uniform(engine);
      size += std::abs(c[k]) * std::pow(h, static_cast<double>(k));
    }
    const std::vector<double> weights = bernstein_weights(terms, h);
    std::vector<double> points(c.size());
    for (std::size_t k = 0; k < c.size(); ++k) {
      for (std::size_t j = 0; j <= k; ++j) {
        points[k] += weights[k * c.size() + j] * c[j];
      }
    }
    for (const double tau : {0.0, 0.3, 1.0}) {
      const Ball difference = bernstein_sum(points, ball(tau)) - horner(c, ball(tau) * ball(h));
      BOOST_TEST(is_yes(abs(difference) <= ball(gamma_factor(4 * terms).value() * size)));
    }
  }
}

// The hull holds the polynomials at every time; their values at one time are within little of it.
BOOST_AUTO_TEST_CASE(ranges_values_and_differences_are_enclosed) {
  std::mt19937_64 engine(2);
  std::uniform_real_distribution<double> uniform(-1, 1);
  for (const long degree : {0L, 1L, 5L, 23L}) {
    const long size = 3;
    ControlPoints a{size, {}, UpperBound(1e-3)};
    ControlPoints b{size, {}, UpperBound(1e-4)};
    for (long k = 0; k < size * (degree + 1); ++k) {
      a.values.push_back(uniform(engine));
      b.values.push_back(uniform(engine));
    }
    const ControlPoints both = difference(a, b);
    BOOST_TEST(both.radius.value() >= 1.1e-3);
    BOOST_TEST(both.radius.value() < 1.101e-3);
    const Enclosures hull = throughout(a);
    const auto within = [](const Ball& x, const Enclosures& e, std::size_t i, UpperBound spare) {
      return is_yes(abs(x - ball(e.centre[i])) + ball(spare) <= ball(e.radius[i]));
    };
    for (const double tau : {0.0, 0.37, 0.99, 1.0}) {
      const Enclosures value = value_at(a, tau);
      for (std::size_t i = 0; i < size; ++i) {
        const auto component = static_cast<long>(i);
        const Ball exact = polynomial_at(a, component, ball(tau));
        BOOST_TEST(within(exact, hull, i, UpperBound(1e-3)));
        // Also a rounding of τ away.
        BOOST_TEST(within(exact, value, i, UpperBound(1e-3)));
        BOOST_TEST(
            within(polynomial_at(a, component, ball(tau) + ball(0x1p-52)), value, i, UpperBound(1e-3)));
        BOOST_TEST(value.radius[i].value() < 1e-3 + 1e-13);
        const Ball off =
            polynomial_at(both, component, ball(tau)) - (exact - polynomial_at(b, component, ball(tau)));
        BOOST_TEST(is_yes(abs(off) <= ball(both.radius.value() - 1.1e-3)));
      }
    }
    for (std::size_t i = 0; i < size; ++i) {
      BOOST_TEST(hull.radius[i].value() <= 1.0011);
    }
  }
}

BOOST_AUTO_TEST_CASE(nodes_are_chebyshevs_and_the_constants_bound_what_they_say) {
  for (long degree = 1; degree <= kMostInterpolated; ++degree) {
    const Interpolation& by = interpolation(degree);
    BOOST_REQUIRE(by.degree() == degree);
    for (long j = 0; j <= degree; ++j) {
      const Ball angle = Ball::pi(kFine) * Ball(Rational(2 * j + 1, 2 * degree + 2), kFine);
      const Ball exact = (1 - cos(angle)) / 2;
      BOOST_TEST(is_yes(abs(exact - ball(by.nodes[static_cast<std::size_t>(j)])) < ball(0x1p-47)));
    }
    Ball product_seen(kFine);
    Ball lebesgue_seen(kFine);
    for (int i = 0; i <= 400; ++i) {
      const Ball tau(Rational(i, 400), kFine);
      Ball product(1, kFine);
      Ball lebesgue(kFine);
      for (std::size_t j = 0; j < by.nodes.size(); ++j) {
        product *= abs(tau - ball(by.nodes[j]));
        Ball basis(1, kFine);
        for (std::size_t k = 0; k < by.nodes.size(); ++k) {
          if (k != j) {
            basis *= (tau - ball(by.nodes[k])) / (ball(by.nodes[j]) - ball(by.nodes[k]));
          }
        }
        lebesgue += abs(basis);
      }
      product_seen = max(product_seen, product);
      lebesgue_seen = max(lebesgue_seen, lebesgue);
    }
    BOOST_TEST(is_yes(product_seen <= ball(by.product)));
    BOOST_TEST(is_yes(ball(by.product) <= product_seen * ball(1.01)));
    BOOST_TEST(is_yes(lebesgue_seen <= ball(by.lebesgue)));

    // The matrix as an inverse of the values at the nodes: its defect.
    for (std::size_t j = 0; j < by.nodes.size(); ++j) {
      Ball row(kFine);
      for (std::size_t q = 0; q < by.nodes.size(); ++q) {
        std::vector<double> column;
        for (std::size_t k = 0; k < by.nodes.size(); ++k) {
          column.push_back(by.matrix[k * by.nodes.size() + q]);
        }
        row += abs(bernstein_sum(column, ball(by.nodes[j])) - (j == q ? 1 : 0));
      }
      BOOST_TEST(is_yes(row <= ball(by.defect)));
    }
    BOOST_TEST(by.defect.value() < 1e-10);
    for (std::size_t k = 0; k < by.nodes.size(); ++k) {
      Ball sum(kFine);
      for (std::size_t q = 0; q < by.nodes.size(); ++q) {
        sum += abs(ball(by.matrix[k * by.nodes.size() + q]));
      }
      BOOST_TEST(is_yes(sum <= ball(by.norm)));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_interpolation_error_is_bounded_order_by_order) {
  for (long degree = 1; degree <= kMostInterpolated; ++degree) {
    const Interpolation& by = interpolation(degree);
    double loosest = 0;
    for (long order = 0; order <= 12; ++order) {
      std::vector<UpperBound> sizes(static_cast<std::size_t>(order + 1));
      sizes.back() = UpperBound(1);
      const UpperBound bound =
          interpolation_error(by, sizes) + by.lebesgue * by.defect + gamma_factor(degree + 3) * by.norm;
      std::vector<double> points(by.nodes.size());
      for (std::size_t k = 0; k < points.size(); ++k) {
        for (std::size_t q = 0; q < points.size(); ++q) {
          points[k] += by.matrix[k * points.size() + q] * std::pow(by.nodes[q], static_cast<double>(order));
        }
      }
      Ball seen(kFine);
      for (int i = 0; i <= 60; ++i) {
        const Ball tau(Rational(i, 60), kFine);
        seen = max(seen, abs(bernstein_sum(points, tau) - pow(tau, static_cast<unsigned long>(order))));
      }
      BOOST_TEST(is_yes(seen <= ball(bound)), "degree " << degree << " order " << order);
      if (order > degree) {
        loosest = std::max(loosest, bound.value() / seen.upper().approximate());
      }
      if (order == degree + 1) {
        BOOST_TEST(bound.value() < 1.01 * seen.upper().approximate());
      }
    }
    BOOST_TEST(loosest < 2000);
  }
}

BOOST_AUTO_TEST_SUITE_END()
