#include "ntkcert/flow/gram_values.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/flow/spectral_basis.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"
#include "ntkcert/network/tangent_kernel.hpp"
#include "tests/flow/double_run.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(gram_values)

namespace {

/// Polynomials of degree `degree` of symmetric matrices with random entries, upper triangles alone if `half`.
DoubleGram random_gram(long n, long degree, double error, std::mt19937_64& engine, bool half = false) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  DoubleGram gram{{}, UpperBound(error), UpperBound(error)};
  for (long k = 0; k <= degree; ++k) {
    LaneMatrix point(n, n);
    for (long i = 0; i < n; ++i) {
      for (long j = i; j < n; ++j) {
        point(i, j) = uniform(engine);
        point(j, i) = half ? 0 : point(i, j);
      }
    }
    gram.points.push_back(std::move(point));
  }
  return gram;
}

Ball entry_at(const DoubleGram& gram, long i, long j, const Ball& tau) {
  std::vector<double> values;
  for (const LaneMatrix& point : gram.points) {
    values.push_back(point(i, j));
  }
  return bernstein_sum(values, tau);
}

void check_within(const Ball& x, const Enclosures& e, std::size_t i, const std::string& what) {
  (void)distance_within(x, Ball::from_double(e.centre[i], kRunPrecision), e.radius[i], what);
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_at_a_time_are_within_their_error) {
  std::mt19937_64 engine(21);
  for (const long degree : {0L, 1L, 5L}) {
    for (const bool half : {false, true}) {
      const DoubleGram gram = random_gram(9, degree, 0, engine, half);
      const double tau = 0.3;
      const DoubleGram value = gram_at(gram, tau);
      BOOST_REQUIRE(value.points.size() == 1U);
      BOOST_TEST(value.norm_error.value() < 1e-12);
      Ball squares(kRunPrecision);
      for (long i = 0; i < 9; ++i) {
        for (long j = i; j < 9; ++j) {
          const Ball off = entry_at(gram, i, j, Ball::from_double(tau + 0x1p-53, kRunPrecision)) -
                           Ball::from_double(value.points[0](i, j), kRunPrecision);
          BOOST_TEST(abs(off).upper() <= Dyadic::from_double(value.entry_error.value()));
          squares += square(off) * (i == j ? 1 : 2);
        }
      }
      BOOST_TEST(sqrt_nonnegative(squares).upper() <= Dyadic::from_double(value.norm_error.value()));
    }
  }
}

BOOST_AUTO_TEST_CASE(points_that_are_near_each_other_become_one) {
  std::mt19937_64 engine(24);
  DoubleGram gram = random_gram(9, 1, 1e-3, engine);
  for (const double off : {1e-4, 1e-2}) {
    gram.points[1] = gram.points[0];
    gram.points[1](2, 3) += off;
    gram.points[1](3, 2) += off;
    const DoubleGram one = condensed(gram);
    BOOST_TEST(one.points.size() == (off == 1e-4 ? 1U : 2U));
    for (const double tau : {0.0, 1.0}) {
      const Ball at = Ball::from_double(tau, kRunPrecision);
      const Ball distance = abs(entry_at(gram, 2, 3, at) - entry_at(one, 2, 3, at));
      BOOST_TEST((distance + Ball::from_double(1e-3, kRunPrecision)).upper() <=
                 Dyadic::from_double(one.entry_error.value()));
      // In both triangles.
      BOOST_TEST((distance * sqrt(Ball(2, kRunPrecision)) + Ball::from_double(1e-3, kRunPrecision)).upper() <=
                 Dyadic::from_double(one.norm_error.value()));
    }
    BOOST_TEST(one.norm_error.value() <= 1.2501e-3);
  }
}

// The errors allowed are used up along the change, so that the distance is as large, and as small, as it may
// be.
BOOST_AUTO_TEST_CASE(the_change_of_polynomials_is_within) {
  std::mt19937_64 engine(22);
  for (const long degree : {0L, 1L, 4L}) {
    for (const double error : {0.0, 1e-3}) {
      const long n = 10;
      const DoubleGram gram = random_gram(n, degree, error, engine);
      const DoubleGram start = random_gram(n, 0, error, engine);
      const Enclosures whole = gram_change(gram, start);
      for (const double tau : {0.0, 0.25, 0.6, 1.0}) {
        const Enclosures at_time = gram_change(gram_at(gram, tau), start);
        Ball squares(kRunPrecision);
        for (long i = 0; i < n; ++i) {
          for (long j = 0; j < n; ++j) {
            squares += square(entry_at(gram, i, j, Ball::from_double(tau, kRunPrecision)) -
                              Ball::from_double(start.points[0](i, j), kRunPrecision));
          }
        }
        const Ball norm = sqrt_nonnegative(squares);
        for (const double sign : {-1.9999999, 1.9999999}) {
          const Ball moved = norm + Ball::from_double(sign * error, kRunPrecision);
          check_within(moved, whole, 0, "throughout");
          check_within(moved, at_time, 0, "at a time");
        }
        BOOST_TEST(at_time.radius[0].value() <= 2 * error + 1e-12);
      }
      BOOST_TEST(whole.centre[0] - whole.radius[0].value() > 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_ball_tiers_matrices_lie_within) {
  std::mt19937_64 engine(23);
  DoubleRun run("tanh", {20, 9, 3}, 6);
  DoubleGramSource source(run.integrator().series());
  const Matrix start = tangent_gram(run.problem().initial, run.problem().points);
  std::optional<DoubleGram> first;
  while (!run.integrator().is_done()) {
    run.integrator().advance();
    const DoubleIntegrator& now = run.integrator();
    if (!first) {
      first = source.at_start(now.errors(), now.step());
    }
    const DoubleGram gram = source.on_step(now.errors(), now.disc(), now.step());
    const SpectralBasis basis(gram.points.back());
    const DoubleGram in_basis = rotated(basis, gram, now.series());
    const Enclosures entries = throughout(entry_points(gram));
    const Enclosures whole = gram_change(gram, *first);
    for (const auto& [time, tau] : run.moments(engine, 2)) {
      const Matrix truth = tangent_gram(run.truth().enclosure_at(time), run.problem().points);
      const double share = tau.midpoint().approximate();
      const Enclosures change = gram_change(gram_at(gram, share), *first);
      check_within((truth - start).frobenius_norm(), whole, 0, "change throughout");
      check_within((truth - start).frobenius_norm(), change, 0, "change");
      const SymmetricEigen exact(truth);
      const Enclosures eigenvalues = eigenvalue_bounds(basis, gram_at(in_basis, share));
      for (long i = 0; i < 9; ++i) {
        check_within(exact.eigenvalue(i), eigenvalues, static_cast<std::size_t>(i), "eigenvalue");
        for (long j = 0; j < 9; ++j) {
          check_within(truth(i, j), entries, static_cast<std::size_t>(9 * i + j), "entry");
        }
      }
      // Where the basis belongs.
      if (share == 1) {
        BOOST_TEST(eigenvalues.radius.back().value() < 1e-5);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
