#include "ntkcert/deviation/linear_dynamics.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"
#include "tests/flow/control_points.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(linear_dynamics)

namespace {

const Precision kFine(160);

Ball ball(double x) { return Ball::from_double(x, kFine); }

/// AᵀA/n with a random A, as doubles and exactly so in balls.
Matrix random_gram(long n, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  Matrix g(n, n, kFine);
  std::vector<double> a(static_cast<std::size_t>(n * n));
  for (double& x : a) {
    x = uniform(engine);
  }
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j <= i; ++j) {
      double sum = 0;
      for (long k = 0; k < n; ++k) {
        sum += a[static_cast<std::size_t>(k * n + i)] * a[static_cast<std::size_t>(k * n + j)] / 4;
      }
      g.set(i, j, ball(sum));
      g.set(j, i, ball(sum));
    }
  }
  return g;
}

std::vector<double> random_vector(long n, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> r;
  for (long i = 0; i < n; ++i) {
    r.push_back(uniform(engine));
  }
  return r;
}

/// The largest distance over the radius, with e^{−Gt}r in balls; all within.
double check(const LinearDynamics& dynamics, const Matrix& g, const Vector& residual, double start,
             double length) {
  const SymmetricEigen eigen(g);
  const ControlPoints points = dynamics.on_step(Dyadic::from_double(start), length);
  double largest = 0;
  for (const int tenths : {0, 3, 7, 10}) {
    const Ball tau(Rational(tenths, 10), kFine);
    const Vector exact = exponential(eigen, ball(start) + tau * ball(length)) * residual;
    for (long i = 0; i < points.size; ++i) {
      const Ball off = abs(polynomial_at(points, i, tau) - exact[static_cast<std::size_t>(i)]);
      BOOST_REQUIRE_MESSAGE(off.upper() <= Dyadic::from_double(points.radius.value()),
                            "from " << start << ", " << length << ": " << off.upper().approximate() << " of "
                                    << points.radius.value());
      largest = std::max(largest, off.upper().approximate() / points.radius.value());
    }
  }
  return largest;
}

Vector in_balls(const std::vector<double>& x) {
  Vector r;
  for (const double value : x) {
    r.push_back(ball(value));
  }
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_exponential_in_balls_lies_within_on_whole_steps) {
  std::mt19937_64 engine(12);
  for (const long n : {1L, 3L, 17L}) {
    const Matrix g = random_gram(n, engine);
    const std::vector<double> r = random_vector(n, engine);
    const RoundedMatrix rounded_g = rounded(g);
    BOOST_TEST(rounded_g.error.value() < 1e-140);
    const LinearDynamics dynamics(rounded_g, r, UpperBound(), 20);
    for (const auto& [start, length] :
         {std::pair(0.0, 0.125), std::pair(0.0, 2.0), std::pair(3.0, 4.0), std::pair(1000.0, 8.0)}) {
      (void)check(dynamics, g, in_balls(r), start, length);
    }
    BOOST_TEST(dynamics.on_step(Dyadic(0), 0.125).radius.value() < 2e-12);
    BOOST_TEST(dynamics.on_step(Dyadic(1000), 0.125).radius.value() < 1e-9);
  }
}

// Steps so long, or so few points, that the polynomial is no good: the bound says so.
BOOST_AUTO_TEST_CASE(the_truncation_is_bounded_and_not_by_much) {
  std::mt19937_64 engine(13);
  const Matrix g = random_gram(5, engine);
  const std::vector<double> r = random_vector(5, engine);
  for (const long points : {2L, 4L, 8L, 24L}) {
    const LinearDynamics dynamics(rounded(g), r, UpperBound(), points);
    for (const double length : {1.0, 8.0, 64.0, 4096.0}) {
      const double share = check(dynamics, g, in_balls(r), 0, length);
      if (points <= 4 && length == 1.0) {
        BOOST_TEST(share > 0.1);
      }
    }
  }
}

// G and r̂_0 as far off as they may be.
BOOST_AUTO_TEST_CASE(errors_of_the_matrix_and_of_the_start_are_bounded_and_not_by_much) {
  std::mt19937_64 engine(14);
  const long n = 4;
  const Matrix g = random_gram(n, engine);
  const std::vector<double> r = random_vector(n, engine);
  const RoundedMatrix exact = rounded(g);
  const double off = 1e-6;
  const Matrix other = g + Matrix::identity(n, kFine) * ball(off);
  BOOST_TEST(check(LinearDynamics({exact.doubles, UpperBound(off)}, r, UpperBound(), 20), other, in_balls(r),
                   0, 0.125) > 0.1);
  Vector moved = in_balls(r);
  moved[2] += ball(off);
  BOOST_TEST(check(LinearDynamics(exact, r, UpperBound(off), 20), g, moved, 0, 0.125) > 0.5);
}

// Positive semidefinite, but its approximate eigenvalues may be below 0: no growth all the same.
BOOST_AUTO_TEST_CASE(a_singular_matrix_does_not_grow) {
  const long n = 6;
  Matrix g(n, n, kFine);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      g.set(i, j, ball(0.25));
    }
  }
  std::mt19937_64 engine(15);
  const std::vector<double> r = random_vector(n, engine);
  (void)check(LinearDynamics(rounded(g), r, UpperBound(), 20), g, in_balls(r), 4096, 16);
}

BOOST_AUTO_TEST_CASE(enclosures_of_matrices_are_rounded_with_their_radius) {
  Matrix g(2, 2, kFine);
  g.set(0, 0, ball(1) / 3 + symmetric(ball(1e-3)));
  const RoundedMatrix near = rounded(g);
  BOOST_TEST(near.error.value() >= 1e-3);
  BOOST_TEST(near.error.value() < 1.0001e-3);
  g.set(1, 1, Ball::whole_line(kFine));
  BOOST_CHECK_THROW((void)rounded(g), Exhausted);
}

BOOST_AUTO_TEST_SUITE_END()
