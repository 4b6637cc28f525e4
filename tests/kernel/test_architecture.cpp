#include "ntkcert/kernel/architecture.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(architecture)

BOOST_AUTO_TEST_CASE(presets) {
  const auto tanh = find_activation("tanh");
  const Architecture paper = Architecture::paper(tanh);
  BOOST_TEST(paper.first_weight_variance == 1);
  BOOST_TEST(paper.weight_variance == 1);
  BOOST_TEST(paper.bias_variance == 1);
  BOOST_TEST(paper.preactivation_variance() == 2);
  BOOST_TEST(to_text(paper.kind) == "ntk");
  const Architecture he = Architecture::he(tanh, KernelKind::nngp);
  BOOST_TEST(he.first_weight_variance == 1);
  BOOST_TEST(he.weight_variance == 2);
  BOOST_TEST(he.bias_variance == 0);
  BOOST_TEST(to_text(he.kind) == "nngp");
  BOOST_CHECK_NO_THROW(paper.check());
  BOOST_CHECK_NO_THROW(he.check());
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_meaning_and_names_it) {
  const auto refused = [](auto change, const std::string& named) {
    Architecture a = Architecture::paper(find_activation("tanh"));
    change(a);
    BOOST_CHECK_EXCEPTION(a.check(), InvalidInput, [&](const InvalidInput& error) {
      return std::string(error.what()).find(named) != std::string::npos;
    });
  };
  refused([](Architecture& a) { a.activation = nullptr; }, "activation");
  refused([](Architecture& a) { a.first_weight_variance = 0; }, "first weight variance 0");
  refused([](Architecture& a) { a.weight_variance = Rational(-1, 2); }, "weight variance -1/2");
  refused([](Architecture& a) { a.bias_variance = -3; }, "bias variance -3");
  refused([](Architecture& a) { a.depth = 0; }, "depth 0");
  refused(
      [](Architecture& a) {
        a.kind = KernelKind::nngp;
        a.trained = TrainedParameters::outer;
      },
      "outer parameters");
  refused([](Architecture& a) { a.activation = find_activation("step"); }, "kernel ntk with activation step");
  BOOST_CHECK_NO_THROW(Architecture::paper(find_activation("step"), KernelKind::nngp).check());
}

BOOST_AUTO_TEST_CASE(laws_of_weights_and_biases) {
  Architecture a = Architecture::paper(find_activation("tanh"));
  BOOST_TEST(a.weight_law() == "gaussian");
  BOOST_TEST(a.bias_law() == "gaussian");
  a.weight_radius = Rational(3, 2);
  a.bias_bound = 2;
  BOOST_CHECK_NO_THROW(a.check());
  BOOST_TEST(a.weight_law() == "sphere:3/2");
  BOOST_TEST(a.bias_law() == "uniform:2");
  const auto refused = [&](auto change, const std::string& named) {
    Architecture b = a;
    change(b);
    BOOST_CHECK_EXCEPTION(b.check(), InvalidInput, [&](const InvalidInput& error) {
      return std::string(error.what()).find(named) != std::string::npos;
    });
  };
  refused([](Architecture& b) { b.weight_radius = 0; }, "weight radius 0");
  refused([](Architecture& b) { b.bias_bound = -1; }, "bias bound -1");
  refused([](Architecture& b) { b.depth = 2; }, "depth 2");
  refused([](Architecture& b) { b.first_weight_variance = 2; }, "first weight variance 2");
  refused([](Architecture& b) { b.bias_variance = 0; }, "bias variance 0");
  refused([](Architecture& b) { b.weight_radius.reset(); }, "Gaussian weights");
  a.bias_bound.reset();
  a.bias_variance = 0;
  BOOST_CHECK_NO_THROW(a.check());
  BOOST_TEST(a.bias_law() == "none");
}

BOOST_AUTO_TEST_CASE(terms_by_what_is_trained) {
  Architecture a = Architecture::paper(find_activation("tanh"));
  BOOST_TEST((a.has_outer_term() && a.has_hidden_term()));
  a.trained = TrainedParameters::hidden;
  BOOST_TEST((!a.has_outer_term() && a.has_hidden_term()));
  a.trained = TrainedParameters::outer;
  BOOST_TEST((a.has_outer_term() && !a.has_hidden_term()));
  a = Architecture::paper(find_activation("tanh"), KernelKind::nngp);
  BOOST_TEST((a.has_outer_term() && !a.has_hidden_term()));
  BOOST_TEST(to_text(TrainedParameters::all) == "all");
  BOOST_TEST(to_text(TrainedParameters::hidden) == "hidden");
  BOOST_TEST(to_text(TrainedParameters::outer) == "outer");
}

BOOST_AUTO_TEST_SUITE_END()
