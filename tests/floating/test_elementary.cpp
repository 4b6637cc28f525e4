#include "ntkcert/floating/elementary.hpp"

#include <arb_hypgeom.h>
#include <mpfr.h>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>
#include <random>

#include "ntkcert/floating/elementary_bounds.hpp"
#include "tests/floating/control_words.hpp"
#include "tests/floating/power_series.hpp"
#include "tests/floating/running_error.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(elementary)

namespace {

constexpr double kHalfUnit = 0x1p-53;

Ball largest(const Ball& a, const Ball& b) { return a.upper() < b.upper() ? b : a; }

/// The proved number is above what was certified, and not by much.
void check_constant(const std::string& what, double constant, const Ball& certified) {
  const double units = (certified / exact_double(kHalfUnit)).upper().approximate();
  BOOST_TEST(is_yes(certified <= exact_double(constant) * exact_double(kHalfUnit)),
             what << ": certified " << units << ", stated " << constant);
  BOOST_TEST(constant < 1.02 * units + 0.05, what << ": certified " << units << ", stated " << constant);
}

/// f(lower, upper) over a partition of [a, b]; returns the largest result.
template <typename Function>
Ball over_subintervals(double a, double b, int pieces, Function&& f) {
  Ball most(kRunningPrecision);
  for (int i = 0; i < pieces; ++i) {
    const double left = a + (b - a) * i / pieces;
    const double right = i + 1 == pieces ? b : a + (b - a) * (i + 1) / pieces;
    most = largest(most, f(left, right));
  }
  return most;
}

Ball exp_reduced_method_error() {
  return over_subintervals(-floating::kLargestReduced, floating::kLargestReduced, 64, [](double a, double b) {
    return supremum_by_series(
        a, b, [](const PowerSeries& r) { return floating::exp_reduced(r) - r.map(arb_poly_exp_series); });
  });
}

/// A relative error δ of the result of the exponential: that of the reduced argument, at most 1.001·2^{−52}
/// by the lemma in docs/theory.md, is one of e^r; the polynomial's is certified.
Ball certified_exp() {
  const Ball method = exp_reduced_method_error();
  return over_subintervals(
      -floating::kLargestReduced, floating::kLargestReduced, 512, [&](double a, double b) {
        const RunningError p = floating::exp_reduced(RunningError::exact(a, b));
        const Ball least =
            exp(Ball::interval(Dyadic::from_double(a), Dyadic::from_double(b), kRunningPrecision));
        const Ball polynomial = (p.error + method) / Ball(least.lower(), kRunningPrecision);
        const Ball reduction = expm1(exact_double(1.001) * exact_double(kUnit));
        return polynomial + (1 + polynomial) * reduction;
      });
}

/// The error of f(e), e = e^{−x} with its stated relative error ε, for all of e ∈ (0, 1]: that of evaluating
/// f, and ε·sup|e f'(e)|/(1−ε) by the mean value theorem. `sensitivity`: an upper bound of |e f'(e)|.
template <typename Function>
Ball over_exponentials(Function&& f, const std::function<Ball(const Ball&)>& sensitivity) {
  const Ball epsilon = exact_double(floating::kExpError) * exact_double(kHalfUnit);
  const auto total = [&](double a, double b) {
    const RunningError e = RunningError::exact(a, b);
    return f(e) + Ball(sensitivity(e.value).magnitude(), kRunningPrecision) * epsilon / (1 - epsilon);
  };
  constexpr int kOctaves = 60;
  Ball most = total(0, std::ldexp(1.0, -kOctaves));
  for (int octave = 0; octave < kOctaves; ++octave) {
    const double high = std::ldexp(1.0, -octave);
    // A little wider than [½, 1]: e may be off by its error.
    most = largest(most, over_subintervals(high / 2, high * (1 + 1e-12), 64, total));
  }
  return most;
}

PowerSeries scaled_erfc_exactly(const PowerSeries& a) {
  return (a * a).map(arb_poly_exp_series) *
         a.map([](arb_poly_struct* y, const arb_poly_struct* x, long length, long bits) {
           arb_hypgeom_erfc_series(y, x, length, bits);
         });
}

/// A bound of |scaled_erfc's polynomial − e^{a²}erfc(a)| on [a, b].
Ball scaled_erfc_method_error(double a, double b) {
  return supremum_by_series(
      a, b, [](const PowerSeries& x) { return floating::scaled_erfc(x) - scaled_erfc_exactly(x); });
}

struct ErfErrors {
  Ball erfc;   // of e·P before 1 − e·P
  Ball value;  // of 1 − e·P
  Ball slope;
};

/// a = |z| exactly for erf; for Φ, exponent a²/2 and the polynomial at a·√½ with its two roundings.
ErfErrors certified_erfc(double far, bool normal) {
  ErfErrors most{Ball(kRunningPrecision), Ball(kRunningPrecision), Ball(kRunningPrecision)};
  constexpr int kPieces = 1500;
  for (int i = 0; i < kPieces; ++i) {
    const double left = far * i / kPieces;
    const double right = far * (i + 1) / kPieces;
    const RunningError a = RunningError::exact(left, right);
    const RunningError exponent = normal ? a * a * 0.5 : a * a;
    const RunningError scaled_a = normal ? a * floating::kRootHalf : a;
    // e = e^{−exponent}(1 + δ): the exponent's error and the exponential's own.
    RunningError e{exp(-exponent.value), Ball(kRunningPrecision)};
    const Ball growth = expm1(exponent.error) +
                        exp(exponent.error) * exact_double(floating::kExpError) * exact_double(kHalfUnit);
    e.error = e.size() * growth;
    RunningError p = floating::scaled_erfc(scaled_a);
    // kRootHalf is not √½: the same as a relative error 2^{−54} of the argument, and |(e^{a²}erfc a)'|
    // < 1.13.
    p.error +=
        scaled_erfc_method_error(scaled_a.value.lower().approximate() - 1e-12,
                                 scaled_a.value.upper().approximate() + 1e-12) +
        (normal ? scaled_a.size() * exact_double(1.13) * exact_double(0x1p-53) : Ball(kRunningPrecision));
    RunningError product = e * p;
    if (normal) {
      product = product * 0.5;
    }
    most.erfc = largest(most.erfc, product.error);
    most.value = largest(most.value, (1.0 - product).error);
    const double slope = normal ? floating::kNormalDensity : floating::kErfSlope;
    // The constant itself is rounded.
    const RunningError factor{exact_double(slope), exact_double(slope) * exact_double(kHalfUnit)};
    most.slope = largest(most.slope, (e * factor).error);
  }
  return most;
}

using LaneFunction = void (*)(const double*, double*);

NTKCERT_INLINE Lanes exp_of_size(const Lanes& z) { return floating::exp_of_minus(absolute(z)); }
template <auto Function>
NTKCERT_INLINE void apply(const double* z, double* y) {
  store(y, Function(load(z)));
}
template <auto Function, bool Second>
NTKCERT_INLINE void apply_pair(const double* z, double* y) {
  Lanes first{};
  Lanes second{};
  Function(load(z), first, second);
  store(y, Second ? second : first);
}

NTKCERT_CLONES void exp_kernel(const double* z, double* y) { apply<exp_of_size>(z, y); }
NTKCERT_CLONES void tanh_kernel(const double* z, double* y) { apply<floating::tanh>(z, y); }
NTKCERT_CLONES void logistic_kernel(const double* z, double* y) {
  apply_pair<floating::logistic_and_softplus, false>(z, y);
}
NTKCERT_CLONES void softplus_kernel(const double* z, double* y) {
  apply_pair<floating::logistic_and_softplus, true>(z, y);
}
NTKCERT_CLONES void erf_kernel(const double* z, double* y) {
  apply_pair<floating::erf_and_slope, false>(z, y);
}
NTKCERT_CLONES void erf_slope_kernel(const double* z, double* y) {
  apply_pair<floating::erf_and_slope, true>(z, y);
}
NTKCERT_CLONES void normal_kernel(const double* z, double* y) {
  apply_pair<floating::normal_distribution, false>(z, y);
}
NTKCERT_CLONES void density_kernel(const double* z, double* y) {
  apply_pair<floating::normal_distribution, true>(z, y);
}

/// The exact value at z, to 120 bits.
using Exact = void (*)(mpfr_ptr result, mpfr_srcptr z);

struct Kernel {
  const char* name;
  LaneFunction evaluate;
  double constant;
  /// Of the value, in units of 2^{−53}, besides.
  double relative;
  Exact exact;
};

void exact_logistic(mpfr_ptr y, mpfr_srcptr z) {
  mpfr_neg(y, z, MPFR_RNDN);
  mpfr_exp(y, y, MPFR_RNDN);
  mpfr_add_ui(y, y, 1, MPFR_RNDN);
  mpfr_ui_div(y, 1, y, MPFR_RNDN);
}

void exact_gaussian(mpfr_ptr y, mpfr_srcptr z, bool normal) {
  mpfr_sqr(y, z, MPFR_RNDN);
  mpfr_div_ui(y, y, normal ? 2 : 1, MPFR_RNDN);
  mpfr_neg(y, y, MPFR_RNDN);
  mpfr_exp(y, y, MPFR_RNDN);
  mpfr_t factor;
  mpfr_init2(factor, 120);
  mpfr_const_pi(factor, MPFR_RNDN);
  mpfr_mul_ui(factor, factor, normal ? 2 : 1, MPFR_RNDN);
  mpfr_rec_sqrt(factor, factor, MPFR_RNDN);
  mpfr_mul(y, y, factor, MPFR_RNDN);
  mpfr_mul_ui(y, y, normal ? 1 : 2, MPFR_RNDN);
  mpfr_clear(factor);
}

const std::array kKernels{Kernel{"exp", exp_kernel, floating::kExpError, 0,
                                 [](mpfr_ptr y, mpfr_srcptr z) {
                                   mpfr_abs(y, z, MPFR_RNDN);
                                   mpfr_neg(y, y, MPFR_RNDN);
                                   mpfr_exp(y, y, MPFR_RNDN);
                                 }},
                          Kernel{"tanh", tanh_kernel, floating::kTanhError, 0,
                                 [](mpfr_ptr y, mpfr_srcptr z) { mpfr_tanh(y, z, MPFR_RNDN); }},
                          Kernel{"logistic", logistic_kernel, floating::kLogisticError, 0, exact_logistic},
                          Kernel{"softplus", softplus_kernel, floating::kSoftplusError, 2,
                                 [](mpfr_ptr y, mpfr_srcptr z) {
                                   mpfr_exp(y, z, MPFR_RNDN);
                                   mpfr_log1p(y, y, MPFR_RNDN);
                                   if (mpfr_inf_p(y) != 0) {
                                     mpfr_set(y, z, MPFR_RNDN);
                                   }
                                 }},
                          Kernel{"erf", erf_kernel, floating::kErfError, 0,
                                 [](mpfr_ptr y, mpfr_srcptr z) { mpfr_erf(y, z, MPFR_RNDN); }},
                          Kernel{"erf'", erf_slope_kernel, floating::kErfSlopeError, 0,
                                 [](mpfr_ptr y, mpfr_srcptr z) { exact_gaussian(y, z, false); }},
                          Kernel{"normal distribution", normal_kernel, floating::kNormalError, 0,
                                 [](mpfr_ptr y, mpfr_srcptr z) {
                                   mpfr_sqrt_ui(y, 2, MPFR_RNDN);
                                   mpfr_div(y, z, y, MPFR_RNDN);
                                   mpfr_neg(y, y, MPFR_RNDN);
                                   mpfr_erfc(y, y, MPFR_RNDN);
                                   mpfr_div_ui(y, y, 2, MPFR_RNDN);
                                 }},
                          Kernel{"normal density", density_kernel, floating::kNormalDensityError, 0,
                                 [](mpfr_ptr y, mpfr_srcptr z) { exact_gaussian(y, z, true); }}};

/// |y − exact value| in units of 2^{−53} (exp: relative to it).
double units_off(const Kernel& kernel, double z, double y) {
  mpfr_t argument;
  mpfr_t exact;
  mpfr_init2(argument, 53);
  mpfr_init2(exact, 120);
  mpfr_set_d(argument, z, MPFR_RNDN);
  kernel.exact(exact, argument);
  const double size = std::abs(mpfr_get_d(exact, MPFR_RNDN));
  mpfr_sub_d(exact, exact, y, MPFR_RNDN);
  mpfr_abs(exact, exact, MPFR_RNDU);
  mpfr_mul_2ui(exact, exact, 53, MPFR_RNDU);
  double error = mpfr_get_d(exact, MPFR_RNDU);
  mpfr_clear(argument);
  mpfr_clear(exact);
  if (kernel.name == std::string("exp") && std::abs(z) <= 690) {
    error /= size;
  }
  return std::isnan(y) ? HUGE_VAL : error - kernel.relative * size;
}

double value_at(const Kernel& kernel, double z) {
  alignas(64) std::array<double, kLanes> x{};
  alignas(64) std::array<double, kLanes> y{};
  x.fill(z);
  kernel.evaluate(x.data(), y.data());
  return y[3];
}

double random_argument(std::mt19937_64& engine) {
  std::uniform_real_distribution<double> uniform(-1, 1);
  const double x = uniform(engine);
  switch (engine() % 4) {
    case 0:
      return 2 * x;
    case 1:
      return 9 * x;
    case 2:
      return 40 * x;
    default:
      return std::ldexp(x, static_cast<int>(engine() % 80) - 70);
  }
}

/// How many for each function and mode: a nightly test asks for more.
long random_arguments() {
  const char* wanted = std::getenv("NTKCERT_RANDOM_ARGUMENTS");
  return wanted != nullptr ? std::atol(wanted) : 8'000;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_constants_are_proved_by_subintervals) {
  namespace e = ntkcert::floating;
  check_constant("exp", e::kExpError, certified_exp());
  const auto logistic_sensitivity = [](const Ball& x) { return x / square(x + 1); };
  check_constant(
      "tanh", e::kTanhError,
      over_exponentials([](const RunningError& x) { return (1.0 - floating::tanh_complement(x)).error; },
                        [&](const Ball& x) { return 2 * logistic_sensitivity(x); }));
  check_constant("logistic", e::kLogisticError,
                 over_exponentials(
                     [](const RunningError& x) {
                       return largest((RunningError::constant(1) / (x + 1.0)).error, (x / (x + 1.0)).error);
                     },
                     logistic_sensitivity));
  const Ball log_method = over_subintervals(0, 1, 64, [](double a, double b) {
    return supremum_by_series(
        a, b, [](const PowerSeries& x) { return floating::log_one_plus(x) - x.map(arb_poly_log1p_series); });
  });
  check_constant(
      "softplus", e::kSoftplusError,
      over_exponentials([&](const RunningError& x) { return floating::log_one_plus(x).error + log_method; },
                        [](const Ball& x) { return x / (x + 1); }));
  const ErfErrors erf = certified_erfc(floating::kFarErfc, false);
  check_constant("erf", e::kErfError, erf.value);
  check_constant("erf'", e::kErfSlopeError, erf.slope);
  const ErfErrors normal = certified_erfc(floating::kFarErfc / floating::kRootHalf, true);
  check_constant("normal distribution", e::kNormalError, largest(normal.value, normal.erfc));
  check_constant("normal density", e::kNormalDensityError, normal.slope);
}

// The code that runs, against MPFR: not more than the constants in any rounding mode, with and without
// subnormal numbers.
BOOST_AUTO_TEST_CASE(random_arguments_in_every_rounding_mode) {
  const long count = random_arguments();
  std::mt19937_64 engine(20260711);
  std::array<double, kKernels.size()> most{};
  for (const unsigned mode : kControlWords) {
    for (long i = 0; i < count / kLanes; ++i) {
      alignas(64) std::array<double, kLanes> z{};
      for (double& x : z) {
        x = random_argument(engine);
      }
      for (std::size_t f = 0; f < kKernels.size(); ++f) {
        alignas(64) std::array<double, kLanes> y{};
        {
          const ControlWord word(mode);
          kKernels[f].evaluate(z.data(), y.data());
        }
        for (std::size_t lane = 0; lane < z.size(); ++lane) {
          const double error = units_off(kKernels[f], z[lane], y[lane]);
          most[f] = std::max(most[f], error);
          BOOST_REQUIRE_MESSAGE(error <= kKernels[f].constant, kKernels[f].name << " at " << z[lane] << ": "
                                                                                << error << " units, MXCSR "
                                                                                << mode);
        }
      }
    }
  }
  for (std::size_t f = 0; f < kKernels.size(); ++f) {
    BOOST_TEST_MESSAGE(kKernels[f].name << ": most seen " << most[f] << " of " << kKernels[f].constant);
    // The proof is not wildly pessimistic.
    BOOST_TEST(most[f] > kKernels[f].constant / 12, kKernels[f].name << " " << most[f]);
  }
}

BOOST_AUTO_TEST_CASE(special_arguments) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double z :
       {0.0, -0.0, 5e-324, -1e-310, 1e300, -1e300, infinity, -infinity, 345.0, -345.1, 26.0, 6.0}) {
    for (const Kernel& kernel : kKernels) {
      if (std::isinf(z) && kernel.name == std::string("softplus")) {
        continue;
      }
      BOOST_TEST(units_off(kernel, z, value_at(kernel, z)) <= kernel.constant, kernel.name << " at " << z);
    }
  }
  for (const Kernel& kernel : kKernels) {
    BOOST_TEST(std::isnan(value_at(kernel, std::nan(""))), kernel.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
