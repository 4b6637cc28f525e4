#include "files/degree_list.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(degree_list)

BOOST_AUTO_TEST_CASE(lists_and_ranges) {
  BOOST_TEST((files::parse_degrees("0..3") == std::vector<long>{0, 1, 2, 3}));
  BOOST_TEST((files::parse_degrees("7,0..4:2") == std::vector<long>{7, 0, 2, 4}));
}

BOOST_AUTO_TEST_CASE(refused) {
  for (const char* text : {"", "a", "-1", "3..1", "0..2,1", "1,,2", "0..5:0", " 1", "1.5"}) {
    BOOST_CHECK_EXCEPTION((void)files::parse_degrees(text), InvalidInput, [](const InvalidInput& e) {
      return std::string(e.what()).find("accepted are lists of degrees") != std::string::npos;
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()
