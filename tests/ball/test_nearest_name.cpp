#include "ntkcert/ball/nearest_name.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(nearest_name)

BOOST_AUTO_TEST_CASE(the_name_with_the_fewest_edits_wins_and_the_first_of_equals) {
  const std::array<std::string, 4> names{"erf", "relu", "tanh", "gelu"};
  BOOST_TEST(ntkcert::nearest_name("tahn", names) == "tanh");
  BOOST_TEST(ntkcert::nearest_name("thanh", names) == "tanh");
  BOOST_TEST(ntkcert::nearest_name("erg", names) == "erf");
  BOOST_TEST(ntkcert::nearest_name("elu", names) == "relu");
  BOOST_TEST(ntkcert::nearest_name("", names) == "erf");
  BOOST_TEST(ntkcert::nearest_name("tanh", {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
