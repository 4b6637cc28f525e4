#include "ntkcert/spectrum/eigenvalues.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "ntkcert/activation/series_dual.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/spectrum/certificate_cache.hpp"
#include "ntkcert/sphere/multiplicity.hpp"
#include "tests/spectrum/spectral_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

namespace {

EigenvalueRequest request(const Architecture& a, long dimension, std::vector<long> degrees,
                          long digits = 30) {
  EigenvalueRequest r;
  r.architecture = a;
  r.dimension = dimension;
  r.degrees = std::move(degrees);
  r.digits = digits;
  return r;
}

/// σ(x) = x² + x: a_0 = q, a_1 = √q, a_2 = √2·q, and no more. All eigenvalues are rational.
class Quadratic final : public Activation {
 public:
  [[nodiscard]] std::string_view name() const override { return "quadratic"; }
  [[nodiscard]] Ball value(const Ball& z) const override { return square(z) + z; }
  [[nodiscard]] std::unique_ptr<const DualActivation> dual(const Ball& q) const override {
    return std::make_unique<SeriesDual>(Series(q));
  }
  [[nodiscard]] std::unique_ptr<const HermiteSeries> hermite_series(const Ball& q) const override {
    return std::make_unique<Series>(q);
  }
  [[nodiscard]] bool hermite_vanish_from(long k) const override { return k > 2; }

 private:
  class Series final : public HermiteSeries {
   public:
    using HermiteSeries::HermiteSeries;
    [[nodiscard]] BallArray squares(long length) const override {
      BallArray result(length);
      arb_set(result.at(0), square(variance()).raw());
      arb_set(result.at(1), variance().raw());
      arb_set(result.at(2), (2 * square(variance())).raw());
      return result;
    }
    [[nodiscard]] Ball tail(long length) const override {
      return length > 2 ? Ball(precision()) : Ball::whole_line(precision());
    }
  };
};

bool is_invalid(const EigenvalueRequest& r, const std::string& named) {
  try {
    (void)eigenvalues(r);
  } catch (const InvalidInput& error) {
    return std::string(error.what()).find(named) != std::string::npos;
  }
  return false;
}

}  // namespace

// Not in the global namespace, where the function has the suite's name.
namespace ntkcert::testing {

BOOST_AUTO_TEST_SUITE(eigenvalues)

/// κ(u) = b + v(q² + 2qρ + 6q²ρ²) for the NTK of x² + x, in powers of u, and λ_k(u²) = 1/d, 2/(d(d+2));
/// λ_1(u) = 1/d.
BOOST_AUTO_TEST_CASE(a_polynomial_kernel_has_its_rational_eigenvalues) {
  for (const Rational& bias : {Rational(0), Rational(1, 4), Rational(3)}) {
    Architecture a = Architecture::paper(std::make_shared<Quadratic>());
    a.first_weight_variance = Rational(3, 5);
    a.weight_variance = Rational(7, 2);
    a.bias_variance = bias;
    const Rational q = a.preactivation_variance();
    const Rational& v1 = a.first_weight_variance;
    const Rational& v = a.weight_variance;
    // ρ = (v₁u + b)/q.
    const Rational constant = bias + v * (q * q + 2 * bias + 6 * bias * bias);
    const Rational linear = v * (2 * v1 + 12 * v1 * bias);
    const Rational quadratic = v * 6 * v1 * v1;
    for (const long d : {2L, 3L, 17L}) {
      const Spectrum s = ntkcert::eigenvalues(request(a, d, {0, 1, 2, 3, 4}));
      BOOST_TEST(s.reached);
      BOOST_TEST(s.eigenvalues[0].value.contains(Rational(constant + quadratic / d)));
      BOOST_TEST(s.eigenvalues[1].value.contains(Rational(linear / d)));
      BOOST_TEST(s.eigenvalues[2].value.contains(Rational(2 * quadratic / (d * (d + 2)))));
      BOOST_TEST(s.eigenvalues[3].proved_zero);
      BOOST_TEST(s.eigenvalues[4].proved_zero);
      BOOST_TEST(s.trace.contains(Rational(constant + linear + quadratic)));
      BOOST_TEST(s.tail.contains_zero());
      // Zero to the digits asked for.
      BOOST_TEST(s.tail.upper().to_rational() * Rational(boost::multiprecision::pow(Integer(10), 30)) <
                 constant + linear + quadratic);
    }
  }
}

/// Σλ_kN(d,k) over the list plus the tail contains κ(1); the tail is that of the kernel less what is listed,
/// ≥ 0, and splits over lists.
BOOST_AUTO_TEST_CASE(listed_mass_and_tail_make_the_trace) {
  for (const Architecture& a : architectures()) {
    const Ball trace = ZonalKernel(a, Precision(200)).at_one();
    for (const long d : {2L, 10L}) {
      const Spectrum all = ntkcert::eigenvalues(request(a, d, degrees_up_to(12)));
      const Spectrum some = ntkcert::eigenvalues(request(a, d, {5, 0, 3}));
      Ball sum = all.tail;
      Ball unlisted = all.tail;
      for (const Eigenvalue& e : all.eigenvalues) {
        const Ball mass = e.value * Ball(e.multiplicity, all.precision);
        sum += mass;
        if (e.degree != 0 && e.degree != 3 && e.degree != 5) {
          unlisted += mass;
        }
        BOOST_TEST(e.multiplicity == multiplicity(d, e.degree));
        BOOST_TEST(!is_yes(e.value < 0));
        BOOST_TEST(e.proved_zero == e.value.is_exact_zero());
      }
      BOOST_TEST(sum.contains(trace), describe(a) << " d = " << d);
      BOOST_TEST(some.tail.overlaps(unlisted), describe(a) << " d = " << d);
      BOOST_TEST((all.tail.lower() >= Dyadic(0)));
      BOOST_TEST((some.eigenvalues[0].degree == 5 && some.eigenvalues[2].degree == 3));
      BOOST_TEST(some.eigenvalues[0].value.overlaps(all.eigenvalues[5].value));
    }
  }
}

BOOST_AUTO_TEST_CASE(digits_asked_for_are_reached) {
  const Ball slack(Rational(101, 100), Precision(64));
  for (const Architecture& a : architectures()) {
    for (const long digits : {1L, 45L}) {
      const Spectrum s = ntkcert::eigenvalues(request(a, 50, {0, 1, 2, 50, 51}, digits));
      BOOST_TEST(s.reached);
      BOOST_TEST(s.digits == digits);
      Ball bound(1, Precision(64));
      for (long i = 0; i < digits; ++i) {
        bound = bound / 10;
      }
      for (const Eigenvalue& e : s.eigenvalues) {
        const Ball radius(e.value.radius(), Precision(64));
        BOOST_TEST(is_yes(radius <= slack * bound * Ball(e.value.mignitude(), Precision(64))), describe(a));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_small_budget_is_reported_and_still_encloses) {
  for (const Architecture& a : architectures()) {
    EigenvalueRequest r = request(a, 3, {0, 1, 2, 9, 10});
    r.limit = Precision(60);
    const Spectrum poor = ntkcert::eigenvalues(r);
    BOOST_TEST(!poor.reached);
    BOOST_TEST(poor.digits < 30);
    BOOST_TEST(poor.precision.bits() == 60);
    const Spectrum good = ntkcert::eigenvalues(request(a, 3, {0, 1, 2, 9, 10}));
    for (std::size_t i = 0; i < 5; ++i) {
      BOOST_TEST(poor.eigenvalues[i].value.overlaps(good.eigenvalues[i].value));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_low_start_is_refined) {
  for (const std::string& name : testing::typical_activations()) {
    EigenvalueRequest r = request(Architecture::paper(find_activation(name)), 10, {0, 7, 31});
    r.start = Precision(20);
    const Spectrum s = ntkcert::eigenvalues(r);
    BOOST_TEST(s.reached);
    BOOST_TEST(s.precision.bits() > 100);
  }
}

BOOST_AUTO_TEST_CASE(a_list_of_zeros_needs_no_work) {
  const Spectrum s = ntkcert::eigenvalues(request(Architecture::he(find_activation("erf")), 3, {0, 2, 4}));
  BOOST_TEST(s.reached);
  BOOST_TEST(s.digits == 30);
  BOOST_TEST(s.tail.overlaps(s.trace));
}

BOOST_AUTO_TEST_CASE(algorithms_by_name) {
  const Architecture a = Architecture::paper(find_activation("erf"));
  const std::vector<std::string> names = eigenvalue_algorithms(a);
  BOOST_TEST(names.front() == "power-series");
  EigenvalueRequest r = request(a, 3, degrees_up_to(6));
  const Spectrum preferred = ntkcert::eigenvalues(r);
  for (const std::string& name : names) {
    r.algorithm = name;
    const Spectrum s = ntkcert::eigenvalues(r);
    BOOST_TEST(s.algorithm == name);
    for (std::size_t i = 0; i < s.eigenvalues.size(); ++i) {
      BOOST_TEST(s.eigenvalues[i].value.overlaps(preferred.eigenvalues[i].value));
    }
  }
  r.algorithm = "closed-form";
  BOOST_TEST(is_invalid(r, "closed-form"));
}

BOOST_AUTO_TEST_CASE(a_cross_check_names_its_algorithm) {
  for (const char* name : {"relu", "erf", "tanh"}) {
    for (const Architecture& a :
         {Architecture::paper(find_activation(name)), Architecture::he(find_activation(name))}) {
      EigenvalueRequest r = request(a, 4, degrees_up_to(8), 20);
      BOOST_TEST(ntkcert::eigenvalues(r).checked_by.empty());
      r.cross_check = true;
      const Spectrum s = ntkcert::eigenvalues(r);
      BOOST_TEST(s.reached);
      BOOST_TEST(!s.checked_by.empty());
      BOOST_TEST(s.checked_by != s.algorithm);
    }
  }
  EigenvalueRequest single = request(Architecture::paper(std::make_shared<Quadratic>()), 3, {0, 1});
  single.cross_check = true;
  if (eigenvalue_algorithms(single.architecture).size() == 1) {
    BOOST_TEST(is_invalid(single, "cross-check"));
  }
}

/// Deep kernels, by the two algorithms that apply, with a cache that is filled once.
BOOST_AUTO_TEST_CASE(deep_kernels_and_their_cache) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("ntkcert-spectrum-" + std::to_string(getpid()));
  long reports = 0;
  EigenvalueRequest r = request(Architecture::he(find_activation("relu")), 3, degrees_up_to(120), 30);
  r.architecture.depth = 3;
  r.cache = std::make_shared<CertificateCache>(folder, "test", [&](const std::string&) { ++reports; });
  for (const KernelKind kind : {KernelKind::ntk, KernelKind::nngp}) {
    r.architecture.kind = kind;
    for (const char* name : {"fejer-quadrature", "half-angle"}) {
      r.algorithm = name;
      r.cross_check = true;
      const Spectrum s = ntkcert::eigenvalues(r);
      BOOST_TEST(s.reached);
      BOOST_TEST(s.algorithm == name);
      BOOST_TEST(is_yes(s.tail < s.trace));
    }
    BOOST_TEST(!r.cache->load(r.architecture).empty());
  }
  BOOST_TEST(reports == 0);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(large_dimensions_and_degrees) {
  const Architecture relu = Architecture::he(find_activation("relu"));
  for (const auto& [d, k] : {std::pair(10'000L, 60L), std::pair(150'528L, 12L),
                             std::pair(10'000'000L, 1'000'000L), std::pair(3L, 1'000'000L)}) {
    const Spectrum s = ntkcert::eigenvalues(request(relu, d, {0, 1, 2, k}));
    BOOST_TEST(s.reached);
    BOOST_TEST(is_yes(s.eigenvalues.back().value > 0));
    // The mass of a degree is at most all of it.
    BOOST_TEST(
        is_yes(s.eigenvalues.back().value * Ball(s.eigenvalues.back().multiplicity, s.precision) < s.trace));
  }
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_meaning_and_names_it) {
  const Architecture a = Architecture::paper(find_activation("relu"));
  BOOST_TEST(is_invalid(request(a, 1, {0}), "dimension 1"));
  BOOST_TEST(is_invalid(request(a, 3, {}), "empty"));
  BOOST_TEST(is_invalid(request(a, 3, {2, -1}), "degree -1"));
  BOOST_TEST(is_invalid(request(a, 3, {2, 3, 2}), "degree 2"));
  BOOST_TEST(is_invalid(request(a, 3, {2}, 0), "0 digits"));
  Architecture deep = a;
  deep.depth = 0;
  BOOST_TEST(is_invalid(request(deep, 3, {2}), "depth 0"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ntkcert::testing
