#include "files/json_value.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "tests/proofs_check/files/expect_bad_file.hpp"

BOOST_AUTO_TEST_SUITE(json_value)

namespace {

using namespace ntkcert;
using files::parse_json;

Rational read(const std::string& text) { return parse_json("f.json", text).rational(); }
Rational power_of_ten(int n) {
  Rational r = 1;
  for (int i = 0; i < n; ++i) {
    r *= 10;
  }
  return r;
}

}  // namespace

BOOST_AUTO_TEST_CASE(numbers_are_exact) {
  BOOST_TEST(read("0.1") == Rational(1, 10));
  BOOST_TEST(read("\"1/3\"") == Rational(1, 3));
  BOOST_TEST(read("\"-2.5e-3\"") == Rational(-1, 400));
  BOOST_TEST(read("1e-400") == Rational(1 / power_of_ten(400)));
  BOOST_TEST(read("\"1e400\"") == power_of_ten(400));
  BOOST_TEST(read("18446744073709551617") == Rational(Integer("18446744073709551617")));
  BOOST_TEST(read("-9223372036854775808") == Rational(Integer("-9223372036854775808")));
  BOOST_TEST(read("0.1234567890123456789012345678901234567891") ==
             Rational(Rational(Integer("1234567890123456789012345678901234567891")) / power_of_ten(40)));
}

/// Independent oracle: the digits are assembled here by integer arithmetic.
BOOST_AUTO_TEST_CASE(random_decimals_are_exact) {
  std::mt19937_64 engine(7);
  for (int trial = 0; trial < 200; ++trial) {
    std::string digits = std::to_string(1 + engine() % 9);
    const int fraction = static_cast<int>(1 + engine() % 40);
    Integer value = Integer(digits);
    std::string text = digits + ".";
    for (int i = 0; i < fraction; ++i) {
      const std::uint64_t digit = engine() % 10;
      text += std::to_string(digit);
      value = Integer(value * 10 + digit);
    }
    BOOST_TEST(read(text) == Rational(Rational(value) / power_of_ten(fraction)));
  }
}

BOOST_AUTO_TEST_CASE(places_count_lines_and_characters) {
  const auto document = parse_json("f.json", "{\"é\": [1,\n  -2.5, \"a\\nb\",\n true], \"b\":\n null}");
  const auto check = [](const files::JsonValue& value, long line, long column) {
    BOOST_TEST(value.line == line);
    BOOST_TEST(value.column == column);
  };
  check(document, 1, 1);
  const auto& items = document.at("é").items;
  check(document.at("é"), 1, 7);
  check(items.at(0), 1, 8);
  check(items.at(1), 2, 3);
  check(items.at(2), 2, 9);
  check(items.at(3), 3, 2);
  check(document.at("b"), 4, 2);
  BOOST_TEST(items.at(2).string() == "a\nb");
}

BOOST_AUTO_TEST_CASE(bad_documents_name_the_place) {
  expect_bad_file([] { return parse_json("f.json", "{\"a\": 1,\n \"a\": 2}"); },
                  {"f.json:2:2", "'a' is given twice"});
  expect_bad_file([] { return parse_json("f.json", "[1,\n 2,,]"); }, {"f.json:2:4", "no JSON"});
  expect_bad_file([] { return parse_json("f.json", "[1e400]"); }, {"1e400", "write it as a string"});
  expect_bad_file([] { return parse_json("f.json", ""); }, {"f.json:1:1"});
  expect_bad_file([] { return parse_json("f.json", std::string(100, '[')); }, {"f.json:1:65", "64 levels"});
  expect_bad_file([] { return parse_json("f.json", "{\"a\": 1} x"); }, {"f.json:1:10"});
  const auto document = parse_json("f.json", "{\"outr\": [true, \"x\"],\n \"n\": {}}");
  expect_bad_file(
      [&] {
        document.accept_only({"outer", "n"});
      },
      {"f.json:1:10", "unknown key 'outr'", "nearest is 'outer'"});
  expect_bad_file([&] { return document.at("outer").kind; }, {"f.json:1:1", "'outer' is missing"});
  expect_bad_file([&] { return document.at("outr").at("x").kind; }, {"an array where an object is wanted"});
  expect_bad_file([&] { return document.at("outr").items.at(0).rational(); },
                  {"f.json:1:11", "a truth value where a number"});
  expect_bad_file([&] { return document.at("outr").items.at(1).rational(); },
                  {"f.json:1:17", "'x' is not a number"});
  expect_bad_file([&] { return document.at("n").string(); }, {"f.json:2:7", "an object where a string"});
  expect_bad_file([&] { return document.at("n").array(); }, {"f.json:2:7", "an object where an array"});
}

BOOST_AUTO_TEST_CASE(quoting) {
  BOOST_TEST(files::json_quote("a\"\\\n\xff") == "\"a\\\"\\\\\\n\xEF\xBF\xBD\"");
  const std::string text = "é\t/\x01";
  BOOST_TEST(parse_json("f.json", files::json_quote(text)).string() == text);
}

BOOST_AUTO_TEST_SUITE_END()
