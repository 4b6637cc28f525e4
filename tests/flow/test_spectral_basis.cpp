#include "ntkcert/flow/spectral_basis.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/matrix/symmetric_eigen.hpp"
#include "ntkcert/network/tangent_kernel.hpp"
#include "tests/flow/double_run.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(spectral_basis)

namespace {

Matrix balls(const LaneMatrix& a, Precision p = kRunPrecision) {
  Matrix r(a.rows(), a.columns(), p);
  for (long i = 0; i < a.rows(); ++i) {
    for (long j = 0; j < a.columns(); ++j) {
      r.set(i, j, Ball::from_double(a(i, j), p));
    }
  }
  return r;
}

/// Symmetric positive definite, entry ij of size 2^{−i−j}: eigenvalues over many orders of magnitude.
LaneMatrix graded(long n, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  LaneMatrix a(n, n);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < n; ++j) {
      a(i, j) = uniform(engine) * std::ldexp(1, static_cast<int>(-j));
    }
  }
  LaneMatrix g(n, n);
  add_transposed_product(a, a, {0, n}, g, {0, a.blocks()});
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < i; ++j) {
      g(i, j) = g(j, i);
    }
  }
  return g;
}

}  // namespace

// The bounds against the same norms in balls, from below and above.
BOOST_AUTO_TEST_CASE(defects_of_the_basis_are_bounded_and_not_by_much) {
  std::mt19937_64 engine(7);
  for (const long n : {1L, 2L, 7L, 16L, 33L}) {
    const LaneMatrix g = graded(n, engine);
    const SpectralBasis basis(g);
    const Matrix v = balls(basis.vectors());
    const Ball eta = (v.transposed() * v - Matrix::identity(n, kRunPrecision)).frobenius_norm();
    BOOST_TEST(eta.upper() <= Dyadic::from_double(basis.orthogonality_error().value()));
    BOOST_TEST(basis.orthogonality_error().value() < 3 * eta.upper().approximate() + 1e-14);

    Vector diagonal;
    for (const double d : basis.values()) {
      diagonal.push_back(Ball::from_double(d, kRunPrecision));
    }
    // The polar factor by Newton's iteration U ← U(3I − UᵀU)/2.
    Matrix u = v;
    for (int i = 0; i < 3; ++i) {
      u = u * (Matrix::identity(n, kRunPrecision) * Ball(3, kRunPrecision) - u.transposed() * u) *
          scaled(Ball(1, kRunPrecision), -1);
    }
    const Ball error =
        (balls(g) - u * Matrix::diagonal(diagonal, kRunPrecision) * u.transposed()).frobenius_norm();
    BOOST_TEST(error.upper() <= Dyadic::from_double(basis.backward_error().value()));
    BOOST_TEST(basis.backward_error().value() < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_refused) {
  LaneMatrix g(2, 2);
  g(0, 0) = std::nan("");
  BOOST_CHECK_THROW(SpectralBasis{g}, Exhausted);
}

// Between two matrices, from a basis of neither: exact eigenvalues along the segment.
BOOST_AUTO_TEST_CASE(eigenvalues_along_a_segment_of_matrices_are_within) {
  std::mt19937_64 engine(8);
  const FlowProblem problem = example_flow("tanh", {4, 3, 2}, 1, kRunPrecision);
  const DoubleProblem in_doubles(problem);
  const DoubleSeries threads(in_doubles, DoubleActivation::tanh, 8, 2, true);
  for (const double change : {1e-3, 1e-7, 0.0}) {
    const long n = 12;
    const LaneMatrix g = graded(n, engine);
    const LaneMatrix other = graded(n, engine);
    const double error = std::ldexp(change, -20);
    DoubleGram gram{{LaneMatrix(n, n), LaneMatrix(n, n)}, {}, UpperBound(error)};
    for (long i = 0; i < n; ++i) {
      for (long j = 0; j < n; ++j) {
        gram.points[0](i, j) = g(i, j) + change * other(i, j);
        gram.points[1](i, j) = g(i, j) - change * other(i, j);
      }
    }
    const SpectralBasis basis(g);
    const Enclosures bounds = eigenvalue_bounds(basis, rotated(basis, gram, threads));
    double least_radius = HUGE_VAL;
    double largest_radius = 0;
    for (const int eighths : {0, 3, 8}) {
      const Ball tau(Rational(eighths, 8), kRunPrecision);
      // The error allowed is used up: it moves all eigenvalues one way.
      const Matrix shift = Matrix::identity(n, kRunPrecision) * Ball::from_double(error, kRunPrecision);
      const SymmetricEigen exact(balls(gram.points[0]) * (1 - tau) + balls(gram.points[1]) * tau +
                                 (eighths == 3 ? shift * Ball(-1, kRunPrecision) : shift));
      for (long i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        (void)distance_within(exact.eigenvalue(i), Ball::from_double(bounds.centre[at], kRunPrecision),
                              bounds.radius[at], "eigenvalue " + std::to_string(i));
        least_radius = std::min(least_radius, bounds.radius[at].value());
        largest_radius = std::max(largest_radius, bounds.radius[at].value());
      }
    }
    // Small eigenvalues are known better than Weyl's inequality says.
    if (change > 0) {
      BOOST_TEST(least_radius < largest_radius / 100);
      BOOST_TEST(largest_radius < 20 * change);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_ball_tiers_eigenvalues_lie_within_at_every_time) {
  std::mt19937_64 engine(9);
  DoubleRun run("tanh", {20, 9, 3}, 6, 0, InitialScheme::independent);
  DoubleGramSource source(run.integrator().series());
  std::optional<SpectralBasis> basis;
  while (!run.integrator().is_done()) {
    run.integrator().advance();
    const DoubleIntegrator& now = run.integrator();
    const DoubleGram gram = source.on_step(now.errors(), now.disc(), now.step());
    if (!basis) {
      basis.emplace(gram.points.front());
    }
    const Enclosures bounds = eigenvalue_bounds(*basis, rotated(*basis, gram, now.series()));
    for (const auto& [time, tau] : run.moments(engine, 2)) {
      const SymmetricEigen exact(tangent_gram(run.truth().enclosure_at(time), run.problem().points));
      for (long i = 0; i < 9; ++i) {
        const auto at = static_cast<std::size_t>(i);
        (void)distance_within(exact.eigenvalue(i), Ball::from_double(bounds.centre[at], kRunPrecision),
                              bounds.radius[at], "eigenvalue " + std::to_string(i));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
