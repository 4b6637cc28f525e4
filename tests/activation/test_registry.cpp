#include "ntkcert/activation/registry.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(registry)

BOOST_AUTO_TEST_CASE(every_listed_name_is_found_and_bears_its_name) {
  for (const std::string& name : activation_names()) {
    BOOST_TEST(find_activation(name)->name() == name);
  }
  BOOST_TEST(find_smooth_activation("erf")->name() == "erf");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_answered_with_the_nearest_one) {
  const auto suggests = [](const std::string& text) {
    return [text](const InvalidInput& error) {
      return std::string(error.what()).find("nearest is \"" + text + "\"") != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION((void)find_activation("tahn"), InvalidInput, suggests("tanh"));
  BOOST_CHECK_EXCEPTION((void)find_activation("Relu"), InvalidInput, suggests("relu"));
  BOOST_CHECK_EXCEPTION((void)find_activation(""), InvalidInput, [](const InvalidInput&) { return true; });
}

BOOST_AUTO_TEST_CASE(the_flow_refuses_what_is_not_smooth) {
  BOOST_CHECK_THROW((void)find_smooth_activation("relu"), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
