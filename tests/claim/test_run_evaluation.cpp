#include "ntkcert/claim/run_evaluation.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/deviation/duhamel.hpp"
#include "tests/deviation/small_flow.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(run_evaluation)

BOOST_AUTO_TEST_CASE(a_walk_over_all_steps_keeps_the_identity) {
  RunEvaluation run(small_flow::trajectory());
  BOOST_TEST(run.initial_risk().overlaps(small_flow::risk_at(0)));
  const auto [basis, pieces] = run.deviation(SampleOperator::limit, DriverSource::gram);
  BOOST_TEST((run.deviation(SampleOperator::limit, DriverSource::gram).pieces == pieces));
  DuhamelIdentity identity(pieces, basis);
  IdentityCollector collector(identity);
  EvidenceCollector* const all[] = {&collector};
  run.walk(all);
  for (const InstanceEvidence& evidence : collector.evidence()) {
    BOOST_TEST((judge(evidence, EvidenceKind::identity, 2, 0).verdict == Verdict::consistent));
    BOOST_TEST((evidence.rows.back().gap.upper <= Dyadic(Integer(1), -60)));
  }
}

BOOST_AUTO_TEST_CASE(the_limiting_gram_matrix_is_the_kernel_of_the_points) {
  const RunEvaluation run(small_flow::trajectory());
  const Matrix limit = run.gram(SampleOperator::limit);
  BOOST_TEST((limit(0, 0) - limit(1, 1)).contains_zero());
  BOOST_TEST(!limit.overlaps(run.gram(SampleOperator::initial)));
}

BOOST_AUTO_TEST_SUITE_END()
