#include "ntkcert/claim/evidence.hpp"

#include <boost/test/unit_test.hpp>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(evidence)

namespace {

EvidenceRow row(long from, long to, long gap_lower, long gap_upper) {
  return {Dyadic(from),           Dyadic(to),
          Dyadic(from),           {Dyadic(0), Dyadic(1)},
          {Dyadic(1), Dyadic(2)}, {Dyadic(gap_lower), Dyadic(gap_upper)}};
}

Verdict verdict(std::vector<EvidenceRow> rows, EvidenceKind kind = EvidenceKind::inequality, long layer = 0) {
  return judge({"x", Dyadic(layer), std::move(rows)}, kind, Rational(4), Rational(1, 1000)).verdict;
}

}  // namespace

BOOST_AUTO_TEST_CASE(proved_needs_every_time_of_the_horizon) {
  BOOST_TEST((verdict({row(0, 2, 0, 1), row(2, 4, 1, 1)}) == Verdict::proved));
  BOOST_TEST((verdict({row(0, 2, 0, 1), row(3, 4, 1, 1)}) == Verdict::inconclusive));
  BOOST_TEST((verdict({row(0, 2, 0, 1), row(2, 3, 1, 1)}) == Verdict::inconclusive));
  BOOST_TEST((verdict({row(1, 5, 1, 1)}) == Verdict::inconclusive));
  BOOST_TEST((verdict({}) == Verdict::inconclusive));
  BOOST_TEST((verdict({row(0, 4, -1, 1)}) == Verdict::inconclusive));
  BOOST_TEST((verdict({row(1, 4, 1, 1)}, EvidenceKind::inequality, 1) == Verdict::inconclusive));
}

BOOST_AUTO_TEST_CASE(one_failing_time_inside_the_horizon_refutes) {
  BOOST_TEST((verdict({row(0, 2, 0, 1), row(2, 4, -2, -1)}) == Verdict::refuted));
  BOOST_TEST((verdict({row(0, 4, 0, 1), row(4, 5, -2, -1)}) == Verdict::refuted));
  BOOST_TEST((verdict({row(0, 5, 0, 1), row(5, 6, -2, -1)}) == Verdict::proved));
}

BOOST_AUTO_TEST_CASE(identities_are_consistent_or_refuted_never_proved) {
  BOOST_TEST((verdict({row(0, 4, -1, 1)}, EvidenceKind::identity) == Verdict::consistent));
  BOOST_TEST((verdict({row(0, 4, 1, 2)}, EvidenceKind::identity) == Verdict::refuted));
  BOOST_TEST((verdict({row(0, 4, -2, -1)}, EvidenceKind::identity) == Verdict::refuted));
}

BOOST_AUTO_TEST_CASE(bounds_are_rounded_outward) {
  const Ball third(Rational(1, 3), Precision(300));
  const Bounds b = Bounds::of(third);
  BOOST_TEST((b.lower.to_rational() < Rational(1, 3)));
  BOOST_TEST((b.upper.to_rational() > Rational(1, 3)));
}

BOOST_AUTO_TEST_SUITE_END()
