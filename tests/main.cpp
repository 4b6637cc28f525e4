#define BOOST_TEST_MODULE ntkcert
#include <boost/test/unit_test.hpp>
