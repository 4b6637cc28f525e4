#include "files/number_table.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/proofs_check/files/expect_bad_file.hpp"

using namespace ntkcert;
using files::parse_number_table;

BOOST_AUTO_TEST_SUITE(number_table)

BOOST_AUTO_TEST_CASE(csv_and_json_give_the_same_numbers) {
  const auto csv = parse_number_table("t.csv", "# a comment, with a comma\r\n 0.1 ,1/3\r\n\r\n1e-400,-2");
  const auto json = parse_number_table("t.json", " [[0.1, \"1/3\"],\n [1e-400, -2]]");
  BOOST_REQUIRE(csv.size() == 2U);
  BOOST_REQUIRE(json.size() == 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 2; ++j) {
      BOOST_TEST(csv[i][j].value == json[i][j].value);
    }
  }
  BOOST_TEST(csv[0][0].value == Rational(1, 10));
  BOOST_TEST(csv[1][0].value == parse_rational("1e-400"));
  BOOST_TEST(to_text(csv[0][1].place) == "t.csv:2:7");
  BOOST_TEST(to_text(json[1][1].place) == "t.json:2:11");
  BOOST_TEST(parse_number_table("t.json", "[1, 2, 3]").size() == 3U);
}

BOOST_AUTO_TEST_CASE(bad_tables_name_the_place) {
  expect_bad_file([] { return parse_number_table("t.csv", "1,2\n3,x\n"); },
                  {"t.csv:2:3", "'x' is not a number"});
  expect_bad_file([] { return parse_number_table("t.csv", "1,2\n3,\n"); },
                  {"t.csv:2:3", "'' is not a number"});
  expect_bad_file([] { return parse_number_table("t.csv", "1,2\n3\n"); },
                  {"t.csv:2:1", "a row of 1 numbers after rows of 2"});
  expect_bad_file([] { return parse_number_table("t.csv", "# nothing\n"); }, {"t.csv: no rows"});
  expect_bad_file([] { return parse_number_table("t.json", "[]"); }, {"t.json: no rows"});
  expect_bad_file([] { return parse_number_table("t.json", "[[1], []]"); }, {"t.json:1:7", "an empty row"});
  expect_bad_file([] { return parse_number_table("t.json", "[[1], [null]]"); },
                  {"t.json:1:8", "null where a number"});
}

BOOST_AUTO_TEST_SUITE_END()
