#include "files/network_file.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/proofs_check/files/expect_bad_file.hpp"

BOOST_AUTO_TEST_SUITE(network_file)

namespace {

using namespace ntkcert;

/// A good network with one member replaced.
files::NetworkFile read(const std::string& from = "", const std::string& to = "") {
  std::string text =
      R"({"activation": "tanh", "outer": [1, 2], "weights": [[0.1, 1e-400], [3, 4]], "biases": ["5", 6], "output_bias": 7})";
  if (!from.empty()) {
    text.replace(text.find(from), from.size(), to);
  }
  return files::parse_network("net.json", text);
}

void expect_bad(const std::string& from, const std::string& to, std::initializer_list<std::string> parts) {
  expect_bad_file([&] { return read(from, to); }, parts);
}

}  // namespace

BOOST_AUTO_TEST_CASE(parameters_stand_where_the_layout_says) {
  const ExactParameters parameters = read().parameters;
  const ParameterLayout& layout = parameters.layout;
  BOOST_TEST(layout.width == 2);
  BOOST_TEST(layout.dim == 2);
  const auto at = [&](long i) { return parameters.values.at(static_cast<std::size_t>(i)); };
  BOOST_TEST(at(layout.outer(1)) == Rational(2));
  BOOST_TEST(at(layout.inner(0)) == Rational(1, 10));
  BOOST_TEST(at(layout.inner(0) + 1) == parse_rational("1e-400"));
  BOOST_TEST(at(layout.inner(0) + 2) == Rational(5));
  BOOST_TEST(at(layout.inner(1)) == Rational(3));
  BOOST_TEST(at(layout.output_bias()) == Rational(7));
  BOOST_TEST(static_cast<long>(parameters.values.size()) == layout.size());
}

BOOST_AUTO_TEST_CASE(bad_networks_name_the_place) {
  expect_bad("tanh", "relu", {"net.json:1:16", "relu"});
  expect_bad("\"outer\"", "\"outre\"", {"net.json:1:33", "'outre'", "'outer'"});
  expect_bad("\"outer\": [1, 2], ", "", {"net.json:1:1", "'outer' is missing"});
  expect_bad("[1, 2]", "[1]", {"net.json:1:33", "1 numbers in outer", "2"});
  expect_bad("[3, 4]", "[3]", {"net.json:1:68", "row of weights", "2"});
  expect_bad("[[0.1, 1e-400], [3, 4]]", "[]", {"net.json:1:52", "weights"});
  expect_bad("[[0.1, 1e-400], [3, 4]]", "[[1], [2]]", {"net.json:1:52", "weights"});
  expect_bad("\"5\"", "\"x\"", {"net.json:1:88", "'x' is not a number"});
}

BOOST_AUTO_TEST_SUITE_END()
