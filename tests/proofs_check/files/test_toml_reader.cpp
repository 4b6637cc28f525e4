#include "files/toml_reader.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "tests/proofs_check/files/expect_bad_file.hpp"

BOOST_AUTO_TEST_SUITE(toml_reader)

namespace {

using namespace ntkcert;
using files::TomlDocument;
using files::TomlSection;

Rational read(const std::string& text) {
  const TomlDocument document("f.toml", "# é\nbefore = \"é\"\nx = " + text + "\n");
  return TomlSection(document, document.root(), "the file").rational("x");
}

/// The document, ready for questions.
struct Fixture {
  explicit Fixture(const std::string& text)
      : document("f.toml", text), root(document, document.root(), "the file") {}
  TomlDocument document;
  TomlSection root;
};

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_are_exact) {
  BOOST_TEST(read("0.1") == Rational(1, 10));
  BOOST_TEST(read("+0.1") == Rational(1, 10));
  BOOST_TEST(read("-1_000.2_5") == Rational(-4001, 4));
  BOOST_TEST(read("\"1/3\"") == Rational(1, 3));
  BOOST_TEST(read("7") == Rational(7));
  BOOST_TEST(read("0x1f") == Rational(31));
  BOOST_TEST(read("6.02E+2") == Rational(602));
  BOOST_TEST(read("1e-400") == parse_rational("1e-400"));
  BOOST_TEST(read("1e-400") != Rational(0));
  BOOST_TEST(read("\"1e400\"") == parse_rational("1e400"));
  BOOST_TEST(read("0.1234567890123456789012345678901234567891 # 40 digits") ==
             parse_rational("0.1234567890123456789012345678901234567891"));
}

/// Several numbers on one line after characters of two and four bytes, inside arrays and inline tables.
BOOST_AUTO_TEST_CASE(random_arrays_are_exact) {
  std::mt19937_64 engine(11);
  for (int trial = 0; trial < 50; ++trial) {
    std::string text = "k = {é = \"𝛼\"}\nx = [";
    text.replace(5, 2, "e");
    std::vector<std::string> numbers;
    for (int i = 0; i < 5; ++i) {
      numbers.push_back(std::to_string(engine() % 100) + "." + std::to_string(engine()) +
                        std::to_string(engine()));
      text += (i % 2 == 0 ? "\"𝛼\", " : "  ") + numbers.back() + ",";
    }
    const Fixture f(text + "]\n");
    std::size_t found = 0;
    for (const auto& node : f.root.array("x")) {
      if (node.is_number()) {
        BOOST_TEST(f.document.rational(node) == parse_rational(numbers.at(found)));
        ++found;
      }
    }
    BOOST_TEST(found == numbers.size());
  }
}

BOOST_AUTO_TEST_CASE(byte_order_mark_and_carriage_returns) {
  const Fixture f("\xEF\xBB\xBFx = 0.1\r\ny = 0.2\r\n");
  BOOST_TEST(f.root.rational("x") == Rational(1, 10));
  BOOST_TEST(f.root.rational("y") == Rational(1, 5));
}

BOOST_AUTO_TEST_CASE(bad_values_name_the_place) {
  expect_bad_file([] { return Fixture("a = 1\nb = [1,\n"); }, {"f.toml:2:", "array"});
  expect_bad_file([] { return Fixture("a = 1\na = 2\n"); }, {"f.toml:2:", "'a'"});
  expect_bad_file([] { return Fixture("x = 1e400"); }, {"f.toml:1:", "1e400"});
  expect_bad_file([] { return read("nan"); }, {"f.toml:3:5", "'nan' is not a number"});
  expect_bad_file([] { return read("inf"); }, {"f.toml:3:5", "'inf' is not a number"});
  expect_bad_file([] { return read("\"abc\""); }, {"f.toml:3:5", "'abc' is not a number"});
  expect_bad_file([] { return read("true"); }, {"f.toml:3:5", "a truth value where a number is wanted"});
  expect_bad_file([] { return read("1979-05-27"); }, {"f.toml:3:5", "a date or time"});

  const Fixture f("x = -1\nname = \"tahn\"\n[t]\nwidht = 3\n");
  expect_bad_file(
      [&] {
        f.root.accept_only({"x", "nome", "t"});
      },
      {"f.toml:2:1", "unknown key in the file 'name'", "'nome'"});
  expect_bad_file([&] { f.root.section("t").accept_only({"width"}); },
                  {"f.toml:4:1", "[t] 'widht'", "nearest is 'width'"});
  expect_bad_file([&] { return f.root.section("t").text("a"); }, {"f.toml:3:", "'a' is missing in [t]"});
  expect_bad_file(
      [&] {
        return f.root.choice("name", {"erf", "tanh"});
      },
      {"f.toml:2:8", "unknown name 'tahn'", "'tanh'"});
  expect_bad_file([&] { return f.root.integer("x", 1, 9); }, {"f.toml:1:5", "-1", "1 to 9"});
  expect_bad_file([&] { return f.root.integer("name", 1, 9); },
                  {"f.toml:2:8", "a string where an integer", "1 to 9"});
  expect_bad_file([&] { return f.root.positive("x"); }, {"f.toml:1:5", "x: -1", "> 0"});
  expect_bad_file([&] { return f.root.section("x").place(); }, {"f.toml:1:5", "an integer where a table"});
  expect_bad_file([&] { return f.root.sections("x"); }, {"f.toml:1:5", "an integer where an array"});
  expect_bad_file([&] { return f.root.text("t"); }, {"f.toml:3:", "a table where a string"});
}

BOOST_AUTO_TEST_CASE(keys_keep_the_order_of_the_file) {
  const Fixture f("z = 1\na = 2\nm = 3\n");
  const std::vector<std::string> expected{"z", "a", "m"};
  BOOST_TEST(f.root.keys() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
