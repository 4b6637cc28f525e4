#include "ntkcert/activation/registry.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/exact.hpp"
#include "tests/activation/activation_cases.hpp"

using namespace ntkcert;
using namespace ntkcert::testing;

BOOST_AUTO_TEST_SUITE(registry)

BOOST_AUTO_TEST_CASE(every_form_is_found_and_bears_its_canonical_name) {
  for (const std::string& name : all_activations()) {
    BOOST_TEST(find_activation(name)->name() == name);
  }
  BOOST_TEST(find_activation("leaky-relu:0.30")->name() == "leaky-relu:3/10");
  BOOST_TEST(find_activation("repu:4/2")->name() == "repu:2");
  BOOST_TEST(find_activation("polynomial:1e-1,-0,2/4")->name() == "polynomial:1/10,0,1/2");
  BOOST_TEST(find_activation("hermite:0,1.5")->name() == "hermite:0,3/2");
  BOOST_TEST(find_smooth_activation("erf")->name() == "erf");
  for (const std::string& form : activation_forms()) {
    const std::string name = form.substr(0, form.find(':'));
    const bool tested = std::ranges::any_of(
        all_activations(), [&](const std::string& text) { return text.substr(0, text.find(':')) == name; });
    BOOST_TEST(tested, name);
  }
}

/// 17 digits and more of a parameter count.
BOOST_AUTO_TEST_CASE(parameters_are_exact) {
  const Precision p(200);
  const auto activation = find_activation("leaky-relu:0.1000000000000000000000000000000001");
  const Ball value = activation->value(Ball(-1, p));
  BOOST_TEST(value.contains(parse_rational("-0.1000000000000000000000000000000001")));
  BOOST_TEST(!value.contains(Rational(-1, 10)));
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_answered_with_the_nearest_one) {
  const auto suggests = [](const std::string& text) {
    return [text](const InvalidInput& error) {
      return std::string(error.what()).find("nearest is \"" + text + "\"") != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION((void)find_activation("tahn"), InvalidInput, suggests("tanh"));
  BOOST_CHECK_EXCEPTION((void)find_activation("Relu"), InvalidInput, suggests("relu"));
  BOOST_CHECK_EXCEPTION((void)find_activation("leaky_relu:0.1"), InvalidInput, suggests("leaky-relu"));
  BOOST_CHECK_EXCEPTION((void)find_activation(""), InvalidInput, [](const InvalidInput&) { return true; });
}

BOOST_AUTO_TEST_CASE(bad_parameters_are_named_with_what_is_accepted) {
  const auto refused = [](const std::string& text, const std::string& form) {
    BOOST_CHECK_EXCEPTION((void)find_activation(text), InvalidInput, [&](const InvalidInput& error) {
      const std::string message = error.what();
      return message.find("\"" + text + "\"") != std::string::npos &&
             message.find("accepted is " + form) != std::string::npos;
    });
  };
  refused("tanh:1", "tanh");
  refused("tanh:", "tanh");
  refused("leaky-relu", "leaky-relu:A");
  refused("leaky-relu:", "leaky-relu:A");
  refused("leaky-relu:x", "leaky-relu:A");
  refused("leaky-relu:nan", "leaky-relu:A");
  refused("leaky-relu:0.1,2", "leaky-relu:A");
  for (const auto* power : {"repu:0", "repu:-1", "repu:3/2", "repu:1001", "repu:1e30"}) {
    refused(power, "repu:K");
  }
  refused("polynomial", "polynomial:C0,C1,…");
  refused("polynomial:1,,2", "polynomial:C0,C1,…");
  refused("hermite:1,2,", "hermite:C0,C1,…");
}

BOOST_AUTO_TEST_CASE(the_flow_refuses_what_is_not_smooth) {
  for (const auto* name : {"relu", "abs", "leaky-relu:0.1", "repu:3", "step", "polynomial:0,1,1"}) {
    BOOST_CHECK_THROW((void)find_smooth_activation(name), InvalidInput);
  }
  for (const auto* name :
       {"cos", "gaussian", "gelu", "identity", "sigmoid", "silu", "sin", "softplus", "tanh"}) {
    BOOST_TEST(find_smooth_activation(name)->name() == name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
