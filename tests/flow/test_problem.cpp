#include "ntkcert/flow/problem.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "tests/flow/example_flow.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(problem)

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
  const Precision p(64);
  const FlowProblem good = example_flow("tanh", {4, 3, 2}, Rational(1, 3), p);
  BOOST_CHECK_NO_THROW(validate(good));
  for (const Rational& horizon : {Rational(0), Rational(-1, 2)}) {
    FlowProblem bad(good);
    bad.horizon = horizon;
    BOOST_CHECK_EXCEPTION(validate(bad), InvalidInput, [&](const InvalidInput& error) {
      return std::string(error.what()).find(to_text(horizon)) != std::string::npos;
    });
  }
  FlowProblem labels(good);
  labels.labels.pop_back();
  BOOST_CHECK_THROW(validate(labels), InvalidInput);
  FlowProblem unbounded(good);
  unbounded.labels[1] = Ball::whole_line(p);
  BOOST_CHECK_THROW(validate(unbounded), InvalidInput);
  FlowProblem points(good);
  points.points = Samples::draw(3, 3, 1).points(p);
  BOOST_CHECK_THROW(validate(points), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
