#include "ntkcert/matrix/matrix.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(matrix)

BOOST_AUTO_TEST_CASE(products_contain_the_exact_rational_product) {
  std::mt19937_64 engine(41);
  for (int round = 0; round < 50; ++round) {
    const Precision p(30 + static_cast<long>(engine() % 100));
    const long n = 1 + static_cast<long>(engine() % 6);
    std::vector<Rational> a;
    std::vector<Rational> b;
    Matrix x(n, n, p);
    Matrix y(n, n, p);
    Vector v;
    for (long i = 0; i < n; ++i) {
      v.emplace_back(Rational(i + 1, 3), p);
      for (long j = 0; j < n; ++j) {
        a.emplace_back(static_cast<long>(engine() % 199) - 99, 1 + static_cast<long>(engine() % 97));
        b.emplace_back(static_cast<long>(engine() % 199) - 99, 1 + static_cast<long>(engine() % 97));
        x.set(i, j, Ball(a.back(), p));
        y.set(i, j, Ball(b.back(), p));
      }
    }
    const Matrix product = x * y;
    const Vector image = x * v;
    Rational squares(0);
    for (long i = 0; i < n; ++i) {
      Rational row(0);
      for (long j = 0; j < n; ++j) {
        Rational exact(0);
        for (long k = 0; k < n; ++k) {
          exact += a[static_cast<std::size_t>(i * n + k)] * b[static_cast<std::size_t>(k * n + j)];
        }
        BOOST_REQUIRE(product(i, j).contains(exact));
        const Rational& entry = a[static_cast<std::size_t>(i * n + j)];
        row += entry * Rational(j + 1, 3);
        squares += entry * entry;
      }
      BOOST_REQUIRE(image[static_cast<std::size_t>(i)].contains(row));
    }
    BOOST_REQUIRE(square(x.frobenius_norm()).contains(squares));
    BOOST_REQUIRE((x + y - y).contains(x));
    BOOST_REQUIRE(x.transposed().transposed().contains(x));
    BOOST_REQUIRE(square(norm(v)).contains(Rational(dot(v, v).midpoint().to_rational())));
  }
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  const Precision p(53);
  const Matrix a(2, 3, p);
  BOOST_CHECK_THROW((void)(a * a), InvalidInput);
  BOOST_CHECK_THROW((void)(a + a.transposed()), InvalidInput);
  BOOST_CHECK_THROW((void)(a * Vector(2, Ball(p))), InvalidInput);
  BOOST_CHECK_THROW((void)dot(Vector(2, Ball(p)), Vector(3, Ball(p))), InvalidInput);
  BOOST_CHECK_THROW(Matrix(-1, 2, p), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
