#include "ntkcert/spectrum/power_series.hpp"

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/spectrum/adaptive.hpp"
#include "ntkcert/spectrum/ellipse.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(power_series)

BOOST_AUTO_TEST_CASE(agrees_with_quadrature) {
  for (const Architecture& a : architectures()) {
    if (!PowerSeries().applies_to(a)) {
      continue;
    }
    for (const long d : {2L, 3L, 11L}) {
      check_agreement(PowerSeries(), EllipseQuadrature(), a, d, {0, 1, 2, 3, 8, 13, 20}, 22, 30);
    }
    if (AdaptiveQuadrature().applies_to(a)) {
      check_agreement(PowerSeries(), AdaptiveQuadrature(), a, 3, {0, 1, 2, 5}, 20, 40);
    }
  }
}

BOOST_AUTO_TEST_CASE(agrees_with_quadrature_on_several_layers) {
  for (const Architecture& a : deep_series_architectures()) {
    for (const long d : {2L, 7L}) {
      check_agreement(PowerSeries(), EllipseQuadrature(), a, d, {0, 1, 2, 3, 8}, 12, 20);
    }
    check_agreement(PowerSeries(), AdaptiveQuadrature(), a, 3, {3}, 10, 16);
  }
  const Architecture tanh = with(Architecture::paper(find_activation("tanh")), 2);
  check_agreement(PowerSeries(), EllipseQuadrature(), tanh, 3, {0, 1, 6}, 6, 12);
}

/// However short the composed series, its missing mass covers what it lacks.
BOOST_AUTO_TEST_CASE(missing_mass_covers_a_short_series_of_several_layers) {
  const Precision p(120);
  for (const Architecture& a : deep_series_architectures()) {
    const std::vector<long> wanted = nonzero_degrees(a, degrees_up_to(7));
    const std::vector<Ball> fine = PowerSeries().compute({a, 4, wanted}, p);
    for (const long length : {1L, 2L, 5L, 12L, 40L}) {
      const std::vector<Ball> coarse = PowerSeries::truncated({a, 4, wanted}, length, p);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        BOOST_TEST(coarse[i].contains(fine[i]), describe(a)
                                                    << " degree " << wanted[i] << " length " << length);
      }
    }
    for (const long bits : {4L, 30L}) {
      const std::vector<Ball> coarse = PowerSeries().compute({a, 4, wanted}, Precision(bits));
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << wanted[i] << " bits " << bits);
        BOOST_TEST(arb_rel_accuracy_bits(coarse[i].raw()) >= bits - 2);
      }
    }
  }
}

/// The relative accuracy does not depend on the size of the eigenvalue.
BOOST_AUTO_TEST_CASE(tiny_eigenvalues_keep_their_digits) {
  const std::vector<long> degrees{50, 51, 199, 200};
  for (const auto* name : {"erf", "tanh"}) {
    const Architecture a = Architecture::paper(find_activation(name));
    const SpectralProblem problem{a, 50, degrees};
    for (const Ball& value : PowerSeries().compute(problem, PowerSeries().first_precision(problem, 30))) {
      BOOST_TEST(arb_rel_accuracy_bits(value.raw()) >= 101);
    }
  }
}

/// At a precision too low for anything the enclosures are wide, and hold.
BOOST_AUTO_TEST_CASE(every_precision_gives_an_enclosure) {
  const std::vector<long> degrees = degrees_up_to(12);
  for (const Architecture& a : architectures()) {
    if (!PowerSeries().applies_to(a)) {
      continue;
    }
    const std::vector<long> wanted = nonzero_degrees(a, degrees);
    const std::vector<Ball> fine = PowerSeries().compute({a, 4, wanted}, Precision(200));
    for (const long bits : {4L, 12L, 40L, 90L}) {
      const std::vector<Ball> coarse = PowerSeries().compute({a, 4, wanted}, Precision(bits));
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        BOOST_TEST(coarse[i].overlaps(fine[i]), describe(a) << " degree " << wanted[i] << " bits " << bits);
      }
    }
  }
}

/// However short the series, its tail covers what is missing, and by less than a factor 10^7 once it is not
/// tiny and something is missing: without bias only the powers of one parity count.
BOOST_AUTO_TEST_CASE(the_tail_covers_a_short_series) {
  const Precision p(150);
  const std::vector<long> degrees = degrees_up_to(9);
  for (const Architecture& a : architectures()) {
    if (!PowerSeries().applies_to(a)) {
      continue;
    }
    for (const long d : {2L, 20L}) {
      const std::vector<long> wanted = nonzero_degrees(a, degrees);
      const std::vector<Ball> fine = PowerSeries().compute({a, d, wanted}, p);
      for (const long length : {4L, 7L, 8L, 20L, 61L, 150L}) {
        const std::vector<Ball> coarse = PowerSeries::truncated({a, d, wanted}, length, p);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
          BOOST_TEST(coarse[i].contains(fine[i]), describe(a)
                                                      << " degree " << wanted[i] << " length " << length);
          const long next = length + (length + wanted[i]) % 2;
          if (length == 61 && (a.bias_variance != 0 || !a.activation->hermite_vanish_from(next))) {
            const Ball missing = fine[i] - Ball(coarse[i].lower(), p);
            BOOST_TEST(is_yes(Ball(coarse[i].radius(), p) <= 10000000 * missing),
                       describe(a) << " degree " << wanted[i]);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(does_not_apply_to_relu) {
  BOOST_TEST(!PowerSeries().applies_to(Architecture::paper(find_activation("relu"))));
}

BOOST_AUTO_TEST_SUITE_END()
