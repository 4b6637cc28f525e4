#include "ntkcert/sphere/harmonic_basis.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/sphere/gegenbauer.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(harmonic_basis)

namespace {

const Precision kPrecision(128);

/// x(s) = (x + s·y)/|x + s·y|, as series of the length.
BallArray unit_curve(long d, long length, std::mt19937_64& engine) {
  BallArray u(d * length);
  BallArray square(length);
  BallArray scratch(length);
  for (long j = 0; j < d; ++j) {
    for (long k = 0; k < std::min(2L, length); ++k) {
      arb_set_si(u.at(j * length + k), static_cast<long>(engine() % 2001) - 1000);
      arb_div_si(u.at(j * length + k), u.at(j * length + k), 700, kPrecision.bits());
    }
    _arb_poly_mullow(scratch.at(0), u.at(j * length), length, u.at(j * length), length, length,
                     kPrecision.bits());
    _arb_vec_add(square.at(0), square.at(0), scratch.at(0), length, kPrecision.bits());
  }
  _arb_poly_rsqrt_series(scratch.at(0), square.at(0), length, length, kPrecision.bits());
  for (long j = 0; j < d; ++j) {
    _arb_poly_mullow(square.at(0), u.at(j * length), length, scratch.at(0), length, length,
                     kPrecision.bits());
    _arb_vec_set(u.at(j * length), square.at(0), length);
  }
  return u;
}

Ball as_ball(const arb_struct* x) {
  Ball r(kPrecision);
  arb_set(r.raw(), x);
  return r;
}

}  // namespace

/// The addition theorem at pairs of points: ΣY_i(x)Y_i(y) = N_kP_k(⟨x, y⟩), and N_k of them, which
/// characterises orthonormal bases: the reproducing kernel is ΣY_iY_i in no other.
BOOST_AUTO_TEST_CASE(addition_theorem) {
  std::mt19937_64 engine(31);
  for (const auto& [d, max_degree] : {std::pair{2L, 9L}, {3L, 12L}, {4L, 6L}, {5L, 4L}, {10L, 3L}}) {
    const HarmonicBasis basis(d, max_degree, kPrecision);
    const BallArray x = unit_curve(d, 1, engine);
    const BallArray y = unit_curve(d, 1, engine);
    Ball c(kPrecision);
    for (long j = 0; j < d; ++j) {
      c += as_ball(x.at(j)) * as_ball(y.at(j));
    }
    const BallArray at_x = basis(x, 1);
    const BallArray at_y = basis(y, 1);
    for (long k = 0; k <= max_degree; ++k) {
      BOOST_TEST(Integer(basis.begin(k + 1) - basis.begin(k)) == multiplicity(d, k));
      Ball sum(kPrecision);
      for (long i = basis.begin(k); i < basis.begin(k + 1); ++i) {
        sum += as_ball(at_x.at(i)) * as_ball(at_y.at(i));
      }
      BOOST_TEST(sum.overlaps(Ball(multiplicity(d, k), kPrecision) * ntkcert::gegenbauer(d, k, c)),
                 "d " << d << " degree " << k);
      BOOST_TEST((sum.radius() < Dyadic(Integer(1), -90)));
    }
  }
}

/// Series against values at a point of the curve near its start.
BOOST_AUTO_TEST_CASE(series_sum_to_values) {
  std::mt19937_64 engine(32);
  constexpr long kLength = 14;
  for (const long d : {2L, 3L, 6L}) {
    const HarmonicBasis basis(d, 3, kPrecision);
    const BallArray u = unit_curve(d, kLength, engine);
    const BallArray series = basis(u, kLength);
    const Ball s = scaled(Ball(1, kPrecision), -8);
    BallArray point(d);
    for (long j = 0; j < d; ++j) {
      _arb_poly_evaluate(point.at(j), u.at(j * kLength), kLength, s.raw(), kPrecision.bits());
    }
    const BallArray values = basis(point, 1);
    for (long i = 0; i < basis.size(); ++i) {
      Ball sum(kPrecision);
      _arb_poly_evaluate(sum.raw(), series.at(i * kLength), kLength, s.raw(), kPrecision.bits());
      BOOST_TEST((abs(sum - as_ball(values.at(i))).upper() < Dyadic(Integer(1), -60)));
    }
  }
}

BOOST_AUTO_TEST_CASE(too_many) {
  BOOST_CHECK_EXCEPTION(HarmonicBasis(10, 20, kPrecision), InvalidInput, [](const InvalidInput& e) {
    return std::string(e.what()).find("at most degree 7") != std::string::npos;
  });
  BOOST_CHECK_THROW(HarmonicBasis(1, 2, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
