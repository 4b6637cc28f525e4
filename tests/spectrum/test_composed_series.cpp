#include "ntkcert/spectrum/composed_series.hpp"

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(composed_series)

namespace {

const Precision kPrecision(100);

}  // namespace

/// c_p = v(1+p)a_p² and v·p·a_p², with b more for p = 0.
BOOST_AUTO_TEST_CASE(one_layer_is_the_hermite_series) {
  for (const TrainedParameters trained : {TrainedParameters::all, TrainedParameters::hidden}) {
    Architecture a = with(Architecture::paper(find_activation("erf")), 1, trained);
    a.weight_variance = Rational(3, 2);
    const ComposedSeries series = ntkcert::composed_series(a, 30, kPrecision);
    const BallArray squares = a.activation->hermite_series(Ball(2, kPrecision))->squares(30);
    for (long p = 0; p < 30; ++p) {
      Ball square(kPrecision);
      arb_set(square.raw(), squares.at(p));
      Ball expected = square * Ball(Rational(3, 2), kPrecision) * (p + (a.has_outer_term() ? 1 : 0));
      if (p == 0) {
        expected = expected + 1;
      }
      BOOST_TEST(series.coefficients.coefficient(p).overlaps(expected));
    }
  }
}

/// κ(u) − Σc̃_nρ_1^n lies within the missing mass, which is what it is at u = 1 and falls as the length grows.
BOOST_AUTO_TEST_CASE(missing_mass_covers_the_kernel) {
  std::vector<Architecture> list = deep_series_architectures();
  list.push_back(with(Architecture::he(find_activation("tanh"), KernelKind::nngp), 2));
  for (const Architecture& a : list) {
    const ZonalKernel kernel(a, kPrecision);
    const Ball slope(Rational(a.first_weight_variance / a.preactivation_variance()), kPrecision);
    Ball before = Ball::whole_line(kPrecision);
    for (const long length : {1L, 4L, 16L, 64L}) {
      const ComposedSeries series = ntkcert::composed_series(a, length, kPrecision);
      for (long i = -4; i <= 4; ++i) {
        const Ball u(Dyadic(Integer(i), -2), kPrecision);
        const Ball sum = series.coefficients(1 - slope * (1 - u));
        BOOST_TEST(sum.widened(series.missing).overlaps(kernel(u)), describe(a) << " length " << length);
      }
      BOOST_TEST((series.coefficients(Ball(1, kPrecision)) + series.missing).overlaps(kernel.at_one()));
      BOOST_TEST(!is_yes(series.missing < 0));
      BOOST_TEST(!is_yes(series.missing > before));
      before = series.missing;
    }
    BOOST_TEST(is_yes(before < Ball(Rational(1, 100), kPrecision)), describe(a));
  }
}

/// A longer series has no smaller coefficients.
BOOST_AUTO_TEST_CASE(coefficients_are_lower_bounds) {
  for (const Architecture& a : deep_series_architectures()) {
    const ComposedSeries series = ntkcert::composed_series(a, 12, kPrecision);
    const ComposedSeries longer = ntkcert::composed_series(a, 40, Precision(140));
    for (long n = 0; n < 12; ++n) {
      BOOST_TEST(!is_yes(series.coefficients.coefficient(n) > longer.coefficients.coefficient(n)));
      BOOST_TEST(!is_yes(longer.coefficients.coefficient(n) < 0));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
