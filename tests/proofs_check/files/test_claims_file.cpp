#include "files/claims_file.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/proofs_check/files/expect_bad_file.hpp"
#include "tests/proofs_check/files/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(claims_file)

namespace {

using namespace ntkcert;
using files::ClaimsFile;
using files::read_claims;

constexpr const char* kSections = R"([network]
activation = "tanh"
width = 2
dim = 2
seed = 0
[data]
samples = 2
seed = 0
[target]
terms = [{degree = 1, coefficient = 1, direction = [1, 0]}]
[flow]
horizon = "1/3"
)";

/// A suite of two runs, one of them in a file of its own, with a part of its text replaced.
ClaimsFile read(const std::string& from = "", const std::string& to = "") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder.path("runs"));
  static_cast<void>(folder.write("runs/wide.toml", std::string("schema = \"ntkcert/run/1\"\n") + kSections));
  std::string inside = kSections;
  for (std::size_t at = 0; (at = inside.find("\n[", at)) != std::string::npos; at += 2) {
    inside.replace(at, 2, "\n[runs.small.");
  }
  std::string text =
      "schema = \"ntkcert/claims/1\"\n[[claim]]\ntheorem = \"a\"\nrun = \"wide\"\nexpect = \"proved\"\n"
      "[[claim]]\ntheorem = \"b\"\nrun = \"small\"\nexpect = \"consistent\"\n"
      "[runs.wide]\nfile = \"runs/wide.toml\"\n[runs.small." +
      inside.substr(1);
  if (!from.empty()) {
    text.replace(text.find(from), from.size(), to);
  }
  return read_claims(folder.write("suite.toml", text));
}

void expect_bad(const std::string& from, const std::string& to, std::initializer_list<std::string> parts) {
  expect_bad_file([&] { return read(from, to); }, parts);
}

}  // namespace

BOOST_AUTO_TEST_CASE(runs_and_claims) {
  const ClaimsFile suite = read();
  BOOST_REQUIRE(suite.runs.size() == 2U);
  BOOST_TEST(suite.runs[0].name == "wide");
  BOOST_TEST(suite.runs[1].name == "small");
  for (const auto& named : suite.runs) {
    BOOST_TEST(named.run.horizon == Rational(1, 3));
  }
  BOOST_REQUIRE(suite.claims.size() == 2U);
  BOOST_TEST(suite.claims[0].theorem == "a");
  BOOST_TEST(suite.claims[0].run == 0U);
  BOOST_TEST((suite.claims[0].expect == Verdict::proved));
  BOOST_TEST(suite.claims[1].run == 1U);
  BOOST_TEST(to_text(*suite.claims[1].expect) == "consistent");
  BOOST_TEST(suite.claims[1].place.line == 7);
  BOOST_TEST(suite.inputs.size() == 2U);
}

BOOST_AUTO_TEST_CASE(lists_stand_for_all_combinations) {
  const ClaimsFile suite = read("theorem = \"a\"\nrun = \"wide\"\nexpect = \"proved\"\n",
                                "theorem = [\"a\", \"c\"]\nrun = [\"wide\", \"small\"]\n");
  BOOST_REQUIRE(suite.claims.size() == 5U);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (std::size_t i = 0; i < 4; ++i) {
    found.emplace_back(suite.claims[i].run, suite.claims[i].theorem);
    BOOST_TEST(!suite.claims[i].expect.has_value());
  }
  const std::vector<std::pair<std::size_t, std::string>> expected{{0, "a"}, {0, "c"}, {1, "a"}, {1, "c"}};
  BOOST_TEST((found == expected));
  expect_bad("run = \"wide\"", "run = []", {"suite.toml:4:7", "an empty list"});
  expect_bad("run = \"wide\"", "run = [1]", {"suite.toml:4:", "strings"});
  expect_bad("run = \"wide\"", "run = [\"small\", \"wied\"]", {"suite.toml:4:17", "unknown run 'wied'"});
}

BOOST_AUTO_TEST_CASE(bad_suites_name_the_place) {
  expect_bad("claims/1", "claims/9", {"suite.toml:1:10", "accepted are ntkcert/claims/1"});
  expect_bad("run = \"wide\"", "run = \"wied\"",
             {"suite.toml:4:7", "unknown run 'wied'", "nearest is 'wide'"});
  expect_bad("\"proved\"", "\"true\"", {"suite.toml:5:10", "proved, refuted, inconclusive, consistent"});
  expect_bad("theorem = \"a\"", "theorme = \"a\"", {"suite.toml:3:1", "'theorme'", "'theorem'"});
  expect_bad("theorem = \"a\"\n", "", {"suite.toml:2:", "'theorem' is missing in claim"});
  expect_bad("runs/wide.toml", "runs/tall.toml", {"runs/tall.toml", "No such file"});
  expect_bad("activation = \"tanh\"", "activation = \"x\"", {"suite.toml:13:14", "x"});
  expect_bad("file = ", "fiel = ", {"suite.toml:11:1", "'fiel'", "'file'"});
  expect_bad("[[claim]]", "[[clam]]", {"suite.toml:2:3", "'clam'", "'claim'"});
  const TemporaryFolder folder;
  expect_bad_file(
      [&] { return read_claims(folder.write("s.toml", "schema = \"ntkcert/claims/1\"\n[runs]\n")); },
      {"'claim' is missing"});
}

BOOST_AUTO_TEST_SUITE_END()
