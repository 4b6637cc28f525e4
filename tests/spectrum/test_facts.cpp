#include "ntkcert/spectrum/facts.hpp"

#include <boost/test/unit_test.hpp>
#include <numeric>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/kernel/zonal_kernel.hpp"
#include "ntkcert/sphere/multiplicity.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(facts)

namespace {

const Precision kPrecision(128);

EigenvalueRequest request(const std::string& activation, bool paper, long dimension, long degrees) {
  EigenvalueRequest r;
  r.architecture = paper ? Architecture::paper(find_activation(activation))
                         : Architecture::he(find_activation(activation));
  r.dimension = dimension;
  r.degrees.resize(static_cast<std::size_t>(degrees));
  std::iota(r.degrees.begin(), r.degrees.end(), 0L);
  return r;
}

/// A spectrum of given values, made up.
Spectrum made_up(const std::vector<Ball>& values) {
  Spectrum s{{}, Ball(10, kPrecision), Ball(Rational(1, 4), kPrecision), kPrecision, 30, true, ""};
  for (const Ball& value : values) {
    const long k = std::ssize(s.eigenvalues);
    s.eigenvalues.push_back({k, multiplicity(3, k), value, value.is_exact_zero()});
  }
  return s;
}

Ball exactly(const Rational& x) { return {x, kPrecision}; }
Ball between(long lower, long upper) { return Ball::interval(Dyadic(lower), Dyadic(upper), kPrecision); }

}  // namespace

BOOST_AUTO_TEST_CASE(monotonicity_is_decided_by_the_enclosures_of_one_parity) {
  // Even: 8, 5, [1, 3]; odd: 1, 2 (rises).
  const Spectrum s = made_up({exactly(8), exactly(1), exactly(5), exactly(2), between(1, 3)});
  BOOST_TEST((monotonicity(s, 0).decreasing == Truth::yes));
  BOOST_TEST((monotonicity(s, 1).decreasing == Truth::no));
  BOOST_TEST(*monotonicity(s, 1).degree == 1);
  // An overlap is not decided, unless a later pair fails; zeros by parity do not count.
  const Spectrum open =
      made_up({between(4, 8), exactly(0), between(3, 5), exactly(0), exactly(1), exactly(1)});
  BOOST_TEST((monotonicity(open, 0).decreasing == Truth::unknown));
  BOOST_TEST(*monotonicity(open, 0).degree == 0);
  BOOST_TEST((monotonicity(open, 1).decreasing == Truth::yes));
  // Equal values do not decrease.
  BOOST_TEST((monotonicity(made_up({exactly(1), exactly(1), exactly(1)}), 0).decreasing == Truth::no));
}

BOOST_AUTO_TEST_CASE(the_decay_bracket_holds_every_listed_degree_and_is_attained) {
  const Spectrum s = ntkcert::eigenvalues(request("relu", false, 3, 40));
  for (const long parity : {0L, 1L}) {
    const auto bracket = decay_bracket(s, parity, 3);
    BOOST_REQUIRE(bracket.has_value());
    bool low = false;
    bool high = false;
    for (const Eigenvalue& e : s.eigenvalues) {
      if (e.degree % 2 == parity && e.degree > 0 && !e.proved_zero) {
        const Ball scaled_value = e.value * pow(Ball(e.degree, s.precision), 3UL);
        BOOST_TEST((scaled_value.lower() >= bracket->lower));
        BOOST_TEST((scaled_value.upper() <= bracket->upper));
        low = low || scaled_value.contains(bracket->lower);
        high = high || scaled_value.contains(bracket->upper);
      }
    }
    BOOST_TEST(low);
    BOOST_TEST(high);
  }
  BOOST_TEST(!decay_bracket(made_up({exactly(1)}), 0, 3).has_value());
}

BOOST_AUTO_TEST_CASE(the_effective_dimension_bounds_what_is_not_listed) {
  // One degree listed, or fifty: both enclose the same number.
  const Rational ridge(1, 100);
  const Ball coarse = effective_dimension(ntkcert::eigenvalues(request("erf", true, 3, 8)), ridge);
  const Ball fine = effective_dimension(ntkcert::eigenvalues(request("erf", true, 3, 60)), ridge);
  BOOST_TEST(coarse.contains(fine));
  BOOST_TEST((fine.radius().to_rational() < Rational(1, 1000000)));
  // λ = 1 of multiplicity 1 and a tail of 1/4: 1/(1 + 1/2) + [0, 1/2].
  const Ball simple = effective_dimension(made_up({exactly(1)}), Rational(1, 2));
  BOOST_TEST(simple.contains(Rational(2, 3)));
  BOOST_TEST(simple.contains(Rational(7, 6)));
  BOOST_CHECK_THROW((void)effective_dimension(made_up({exactly(1)}), 0), InvalidInput);
}

BOOST_AUTO_TEST_CASE(at_its_learning_time_a_mode_has_decayed_to_epsilon) {
  const Eigenvalue e{1, 3, exactly(Rational(3, 7)), false};
  const Ball t = learning_time(e, Rational(1, 100), kPrecision);
  BOOST_TEST(exp(-(e.value * t)).contains(Rational(1, 100)));
  BOOST_TEST(!learning_time({2, 5, Ball(kPrecision), true}, Rational(1, 2), kPrecision).is_finite());
  BOOST_CHECK_THROW((void)learning_time(e, 1, kPrecision), InvalidInput);
  BOOST_CHECK_THROW((void)learning_time(e, 0, kPrecision), InvalidInput);
}

BOOST_AUTO_TEST_CASE(the_search_for_a_tail_finds_its_first_degree) {
  for (const Rational& epsilon : {Rational(1), Rational(1, 10), Rational(1, 1000)}) {
    const EigenvalueRequest r = request("erf", true, 3, 1);
    const SpectrumUntil found = eigenvalues_until(r, epsilon, 100000);
    BOOST_TEST(found.least);
    Ball rest = ZonalKernel(r.architecture, kPrecision).at_one();
    const Ball wanted(epsilon, kPrecision);
    for (const Eigenvalue& e : found.spectrum.eigenvalues) {
      BOOST_TEST(is_yes(rest > wanted));
      rest -= e.value * Ball(e.multiplicity, kPrecision);
    }
    BOOST_TEST(is_yes(rest <= wanted));
    BOOST_TEST(found.spectrum.tail.overlaps(rest));
  }
  BOOST_CHECK_THROW((void)eigenvalues_until(request("erf", true, 3, 1), 0, 10), InvalidInput);
  BOOST_CHECK_THROW((void)eigenvalues_until(request("relu", false, 3, 1), Rational(1, 1000000), 10),
                    Exhausted);
}

BOOST_AUTO_TEST_CASE(a_list_in_two_parts_is_the_list) {
  EigenvalueRequest r = request("tanh", true, 5, 12);
  const Spectrum whole = ntkcert::eigenvalues(r);
  r.degrees = {0, 3, 6, 9};
  const Spectrum first = ntkcert::eigenvalues(r);
  r.degrees = {1, 2, 4, 5, 7, 8, 10, 11};
  const Spectrum both = joined(first, ntkcert::eigenvalues(r));
  BOOST_TEST(both.eigenvalues.size() == 12U);
  BOOST_TEST(both.eigenvalues[4].degree == 1);
  BOOST_TEST(both.tail.overlaps(whole.tail));
  BOOST_TEST((both.tail.radius().to_rational() < Rational(1, 1000000000)));
  BOOST_TEST(both.reached);
}

BOOST_AUTO_TEST_SUITE_END()
