#include "ntkcert/matrix/symmetric_eigen.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(symmetric_eigen)

namespace {

Matrix random_psd(std::mt19937_64& engine, long n, long rank, Precision p) {
  Matrix factor(n, rank, p);
  for (long i = 0; i < n; ++i) {
    for (long j = 0; j < rank; ++j) {
      factor.set(i, j, Ball(static_cast<long>(engine() % 2001) - 1000, p) / 1024);
    }
  }
  return factor * factor.transposed();
}

/// Arb's scaling-and-squaring exponential: another algorithm.
Matrix arb_exponential(const Matrix& g, const Ball& t) {
  Matrix r = g * (-t);
  arb_mat_exp(r.raw(), r.raw(), g.precision().bits());
  return r;
}

/// A matrix with known spectrum: the second-difference matrix has eigenvalues 2 − 2cos(iπ/(n+1)).
Matrix second_difference(long n, Precision p) {
  Matrix r(n, n, p);
  for (long i = 0; i < n; ++i) {
    r.set(i, i, Ball(2, p));
    if (i > 0) {
      r.set(i, i - 1, Ball(-1, p));
      r.set(i - 1, i, Ball(-1, p));
    }
  }
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(known_eigenvalues_are_enclosed_tightly) {
  for (const long bits : {64L, 128L, 300L}) {
    const Precision p(bits);
    for (const long n : {1L, 2L, 7L, 16L}) {
      const SymmetricEigen eigen(second_difference(n, p));
      for (long i = 0; i < n; ++i) {
        const Ball exact = 2 - 2 * cos(Ball::pi(Precision(400)) * (i + 1) / (n + 1));
        BOOST_REQUIRE(eigen.eigenvalue(i).overlaps(exact));
        BOOST_REQUIRE((eigen.eigenvalue(i).radius() <= Dyadic(Integer(1), 12 - bits)));
      }
      BOOST_TEST(eigen.clusters().size() == static_cast<std::size_t>(n));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_bounds_of_lemma_e_hold_one_by_one) {
  std::mt19937_64 engine(51);
  const Precision p(128);
  const Matrix g = random_psd(engine, 9, 9, p);
  const SymmetricEigen eigen(g);
  const Matrix& v = eigen.approximate_vectors();
  const Matrix gram_error = v.transposed() * v - Matrix::identity(9, p);
  BOOST_TEST(is_yes(Ball(gram_error(0, 0).mignitude(), p) <= eigen.orthogonality_error()));
  Vector d;
  for (long i = 0; i < 9; ++i) {
    d.emplace_back(eigen.approximate_value(i), p);
  }
  // ε must cover ‖GV − VD‖ ≥ its largest entry.
  const Matrix residual = g * v - v * Matrix::diagonal(d, p);
  for (long i = 0; i < 9; ++i) {
    for (long j = 0; j < 9; ++j) {
      BOOST_REQUIRE((residual(i, j).mignitude() <= eigen.backward_error().upper()));
    }
  }
}

BOOST_AUTO_TEST_CASE(trace_and_gershgorin_free_invariants) {
  std::mt19937_64 engine(52);
  for (int round = 0; round < 20; ++round) {
    const Precision p(100 + static_cast<long>(engine() % 100));
    const long n = 2 + static_cast<long>(engine() % 8);
    const Matrix g =
        random_psd(engine, n, 1 + static_cast<long>(engine() % static_cast<unsigned long>(n)), p);
    const SymmetricEigen eigen(g);
    Ball trace(p);
    Ball squares(p);
    for (long i = 0; i < n; ++i) {
      trace += eigen.eigenvalue(i) - g(i, i);
      squares += square(eigen.eigenvalue(i));
    }
    BOOST_REQUIRE(trace.contains_zero());
    BOOST_REQUIRE(squares.overlaps(square(g.frobenius_norm())));
  }
}

BOOST_AUTO_TEST_CASE(exponential_agrees_with_scaling_and_squaring) {
  std::mt19937_64 engine(53);
  for (int round = 0; round < 20; ++round) {
    const Precision p(128);
    const Matrix g = random_psd(engine, 6, 1 + static_cast<long>(engine() % 6), p);
    const SymmetricEigen eigen(g);
    const Ball t(Rational(static_cast<long>(engine() % 500), 37), p);
    const Matrix ours = exponential(eigen, t);
    BOOST_REQUIRE(ours.overlaps(arb_exponential(g, t)));
    BOOST_REQUIRE((ours(0, 0).radius() <= Dyadic(Integer(1), -90)));
    const Ball wide = Ball::interval(Dyadic(0), Dyadic(1), p);
    BOOST_REQUIRE(exponential(eigen, wide).overlaps(arb_exponential(g, Ball(Rational(1, 3), p))));
  }
}

BOOST_AUTO_TEST_CASE(every_matrix_of_a_wide_enclosure_is_covered) {
  std::mt19937_64 engine(54);
  const Precision p(128);
  const Matrix g = random_psd(engine, 5, 5, p);
  Matrix wide = g;
  Matrix inside = g;
  for (long i = 0; i < 5; ++i) {
    for (long j = 0; j < 5; ++j) {
      wide.set(i, j, g(i, j).widened(Ball(Rational(1, 100), p)));
      inside.set(i, j, g(i, j) + Ball(Rational((i + j) % 2 == 0 ? 1 : -1, 100), p));
    }
  }
  const SymmetricEigen outer(wide);
  const SymmetricEigen exact(inside);
  for (long i = 0; i < 5; ++i) {
    BOOST_REQUIRE(outer.eigenvalue(i).overlaps(exact.eigenvalue(i)));
    BOOST_REQUIRE((outer.eigenvalue(i).radius().to_rational() >= Rational(1, 100)));
  }
  const Ball t(1, p);
  BOOST_TEST(exponential(outer, t).contains(exponential(exact, t)));
}

BOOST_AUTO_TEST_CASE(eigenvectors_are_within_their_bound) {
  // diag(1, 2) rotated by an angle with rational cosine: exact eigenvectors (3/5, 4/5) and (−4/5, 3/5).
  const Precision p(96);
  Matrix g(2, 2, p);
  g.set(0, 0, Ball(Rational(41, 25), p));
  g.set(0, 1, Ball(Rational(-12, 25), p));
  g.set(1, 0, Ball(Rational(-12, 25), p));
  g.set(1, 1, Ball(Rational(34, 25), p));
  const SymmetricEigen eigen(g);
  const Ball error = eigen.vector_error(eigen.clusters()[0]);
  const Vector v = eigen.approximate_vector(0);
  const long sign = v[0].midpoint().sign();
  const Vector off = {v[0] - Ball(Rational(3 * sign, 5), p), v[1] - Ball(Rational(4 * sign, 5), p)};
  BOOST_TEST((norm(off).lower() <= error.upper()));
  BOOST_TEST((error.upper() <= Dyadic(Integer(1), -80)));
}

BOOST_AUTO_TEST_CASE(equal_eigenvalues_form_one_cluster) {
  const Precision p(128);
  const SymmetricEigen eigen(Matrix::identity(4, p) * Ball(Rational(1, 3), p));
  BOOST_TEST(eigen.clusters().size() == 1U);
  BOOST_TEST(eigen.clusters()[0].size() == 4);
  BOOST_TEST(eigen.eigenvalue(2).contains(Rational(1, 3)));
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
  const Precision p(64);
  BOOST_CHECK_THROW((void)SymmetricEigen(Matrix(2, 3, p)), InvalidInput);
  Matrix skew(2, 2, p);
  skew.set(0, 1, Ball(1, p));
  BOOST_CHECK_THROW((void)SymmetricEigen(skew), InvalidInput);
  Matrix unbounded(1, 1, p);
  unbounded.set(0, 0, Ball::whole_line(p));
  BOOST_CHECK_THROW((void)SymmetricEigen(unbounded), Exhausted);
}

BOOST_AUTO_TEST_SUITE_END()
