#include "files/run_file.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/proofs_check/files/expect_bad_file.hpp"
#include "tests/proofs_check/files/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(run_file)

namespace {

using namespace ntkcert;
using files::read_run;
using files::RunFile;

/// The text of a good run in which `from` is replaced by `to`.
std::string run_text(const std::string& from = "", const std::string& to = "") {
  std::string text = R"(schema = "ntkcert/run/1"

[network]
activation = "tanh"
width = 4
dim = 3
init = "doubled"
outer = "gaussian"
seed = 1

[data]
samples = 5
seed = 2

[target]
terms = [{degree = 1, coefficient = 0.1, direction = [1, "1/3", 1e-400]}]

[flow]
horizon = 0.7
tolerance = 1e-25
precision = 192

[output]
times = [0.3, "1/3", 0.1]
quantities = ["residual", "gram"]
)";
  if (!from.empty()) {
    BOOST_REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
  }
  return text;
}

RunFile read(const std::string& from = "", const std::string& to = "") {
  const TemporaryFolder folder;
  return read_run(folder.write("run.toml", run_text(from, to)));
}

void expect_bad(const std::string& from, const std::string& to, std::initializer_list<std::string> parts) {
  expect_bad_file([&] { return read(from, to); }, parts);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_number_is_exact) {
  const RunFile run = read();
  BOOST_TEST(run.activation->name() == "tanh");
  BOOST_TEST(run.initial.layout.width == 4);
  BOOST_TEST(run.samples.size() == 5);
  BOOST_TEST(run.samples.dim() == 3);
  const auto& terms = std::get<Target>(run.target).terms();
  BOOST_TEST(terms.size() == 1U);
  BOOST_TEST(terms[0].coefficient == Rational(1, 10));
  BOOST_TEST(terms[0].direction[1] == Rational(1, 3));
  BOOST_TEST(terms[0].direction[2] == parse_rational("1e-400"));
  BOOST_TEST(run.horizon == Rational(7, 10));
  BOOST_TEST(run.tolerance == parse_rational("1e-25"));
  BOOST_TEST(run.precision->bits() == 192);
  const std::vector<std::string> times{"0.1", "0.3", "1/3"};
  BOOST_REQUIRE(run.times.size() == times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    BOOST_TEST(run.times[i].text == times[i]);
    BOOST_TEST(run.times[i].value == parse_rational(times[i]));
  }
  BOOST_TEST(run.inputs.size() == 1U);
  BOOST_TEST(run.problem(Precision(64)).labels.size() == 5U);
}

BOOST_AUTO_TEST_CASE(seeds_decide_the_draw) {
  BOOST_TEST((read().initial.values == read().initial.values));
  BOOST_TEST((read().initial.values != read("seed = 1", "seed = 3").initial.values));
  BOOST_TEST((read().samples.rows() != read("seed = 2", "seed = 3").samples.rows()));
  BOOST_TEST(*read().network_seed == 1U);
  BOOST_TEST(*read().sample_seed == 2U);
}

BOOST_AUTO_TEST_CASE(what_may_be_left_out) {
  const RunFile run = read(
      "tolerance = 1e-25\nprecision = 192\n\n[output]\ntimes = [0.3, \"1/3\", 0.1]\n"
      "quantities = [\"residual\", \"gram\"]\n",
      "");
  BOOST_TEST(run.tolerance == parse_rational("1e-10"));
  BOOST_TEST(!run.precision.has_value());
  BOOST_TEST(run.times.empty());
  BOOST_TEST(run.quantities.size() == 5U);
}

BOOST_AUTO_TEST_CASE(own_network_points_and_labels) {
  const TemporaryFolder folder;
  static_cast<void>(folder.write("net.json", R"({"activation": "erf", "outer": [0.1, "-1/3"],
    "weights": [[1, 2e-1], ["1/7", 4]], "biases": [0.5, 0], "output_bias": "2"})"));
  static_cast<void>(folder.write("points.csv", "# g_i\n0.1, 0.2\n\n-1,1e-400\n"));
  static_cast<void>(folder.write("values.json", "[0.3, \"1/3\"]"));
  const RunFile run = read_run(folder.write("run.toml", R"(schema = "ntkcert/run/1"
[network]
parameters = "net.json"
[data]
points = "points.csv"
values = "values.json"
[flow]
horizon = 1
)"));
  const std::vector<std::string> expected{"0.1", "-1/3", "1", "0.2", "0.5", "1/7", "4", "0", "2"};
  BOOST_REQUIRE(run.initial.values.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST(run.initial.values[i] == parse_rational(expected[i]));
  }
  BOOST_TEST(run.activation->name() == "erf");
  BOOST_TEST(run.samples.rows()[0][1] == Rational(1, 5));
  BOOST_TEST(run.samples.rows()[1][1] == parse_rational("1e-400"));
  BOOST_TEST(std::get<std::vector<Rational>>(run.target)[1] == Rational(1, 3));
  BOOST_TEST(!run.network_seed.has_value());
  BOOST_TEST(run.inputs.size() == 4U);
}

BOOST_AUTO_TEST_CASE(bad_input_names_the_place) {
  expect_bad("ntkcert/run/1", "ntkcert/run/2",
             {"run.toml:1:10", "'ntkcert/run/2'", "accepted are ntkcert/run/1"});
  expect_bad("\"tanh\"", "\"tahn\"", {"run.toml:4:14", "tahn", "erf", "tanh"});
  expect_bad("\"tanh\"", "\"relu\"", {"run.toml:4:14", "relu"});
  expect_bad("width = 4", "widht = 4",
             {"run.toml:5:1", "unknown key in [network] 'widht'", "nearest is 'width'"});
  expect_bad("width = 4", "width = 5", {"run.toml:5:9", "5", "even"});
  expect_bad("width = 4", "width = 0", {"run.toml:5:9", "0", "1 to"});
  expect_bad("width = 4", "width = \"4\"", {"run.toml:5:9", "a string where an integer"});
  expect_bad("dim = 3", "dim = 1", {"run.toml:6:7", "1", "2 to"});
  expect_bad("\"doubled\"", "\"zero\"", {"run.toml:7:8", "unknown init 'zero'", "doubled, independent"});
  expect_bad("outer = \"gaussian\"", "outer = \"uniform\"", {"run.toml:8:9", "gaussian, sign"});
  expect_bad("outer = \"gaussian\"", "weights = \"sphere:1\"", {"run.toml:8:11", "sphere:1", "gaussian"});
  expect_bad("outer = \"gaussian\"", "biases = \"none\"", {"run.toml:8:10", "none", "gaussian"});
  expect_bad("seed = 1\n", "", {"run.toml:3:1", "'seed' is missing in [network]"});
  expect_bad("seed = 1", "seed = -1", {"run.toml:9:8", "-1"});
  expect_bad("samples = 5", "samples = 0", {"run.toml:12:11", "0", "1 to"});
  expect_bad("samples = 5", "points = \"none.csv\"", {"run.toml:13", "unknown key in [data] 'seed'"});
  expect_bad("samples = 5\nseed = 2", "points = \"none.csv\"", {"none.csv", "No such file"});
  expect_bad("samples = 5", "samples = 5\nvalues = \"v.csv\"", {"run.toml:13:10", "'points' is missing"});
  expect_bad("[1, \"1/3\", 1e-400]", "[0, 0, 0]", {"run.toml:16:54", "direction", "0"});
  expect_bad("[1, \"1/3\", 1e-400]", "[1, 2]", {"run.toml:16:54", "2", "3"});
  expect_bad("[1, \"1/3\", 1e-400]", "[1, 2, \"x\"]", {"run.toml:16:61", "'x' is not a number"});
  expect_bad("degree = 1", "degree = -1", {"run.toml:16:20", "-1", "0 to"});
  expect_bad("{degree = 1, coefficient = 0.1, direction = [1, \"1/3\", 1e-400]}", "",
             {"run.toml:16:9", "at least one"});
  expect_bad("horizon = 0.7", "horizon = 0", {"run.toml:19:11", "horizon: 0", "> 0"});
  expect_bad("horizon = 0.7", "horizon = \"abc\"", {"run.toml:19:11", "'abc' is not a number"});
  expect_bad("horizon = 0.7", "horizon = 0.7\ntier = \"treble\"",
             {"run.toml:20:8", "unknown tier 'treble'", "auto, double, ball"});
  expect_bad("horizon = 0.7\n", "", {"run.toml:18:1", "'horizon' is missing in [flow]"});
  expect_bad("tolerance = 1e-25", "tolerance = -1", {"run.toml:20:13", "-1", "> 0"});
  expect_bad("precision = 192", "precision = 1", {"run.toml:21:13", "1", "2 to"});
  expect_bad("precision = 192", "precision = \"high\"", {"run.toml:21:13", "'high'", "auto"});
  expect_bad("0.3,", "0.8,", {"run.toml:24:10", "0.8", "horizon 7/10"});
  expect_bad("0.3,", "-1,", {"run.toml:24:10", "-1"});
  expect_bad("\"gram\"", "\"gran\"", {"run.toml:25:27", "unknown quantity 'gran'", "nearest is 'gram'"});
  expect_bad("\"gram\"", "\"degree_residual/1\"",
             {"run.toml:25:27", "degree_residual/1", "nearest is 'degree_residual'"});
  expect_bad("\"gram\"", "\"degree_residual\"", {"run.toml:25:27", "needs degrees"});
  expect_bad("[output]", "[output]\ndegrees = \"0..x\"", {"run.toml:24:11", "'0..x' is no such entry"});
  expect_bad("[output]", "[output]\ndegrees = \"0\"", {"run.toml:24:11", "has degree 1", "\"0..1\""});
  expect_bad("[output]", "[output]\nshares = [\"0.5\"]", {"run.toml:24:10", "need degrees"});
  expect_bad("[output]", "[output]\ndegrees = \"0..2\"\nshares = [0.5, \"1\"]",
             {"run.toml:25:16", "share 1", "below 1"});
  expect_bad("[output]", "[output]\ndegrees = \"0..1001\"", {"run.toml:24:11", "1001", "0 to 1000"});
  expect_bad("\"gram\"", "\"residual\"", {"run.toml:25:27", "twice"});
  expect_bad("[output]", "[outptu]",
             {"run.toml:23:2", "unknown key in the run 'outptu'", "nearest is 'output'"});
  expect_bad("[target]\nterms", "[target]\nterm", {"run.toml:16:1", "'term'", "'terms'"});
  expect_bad("[flow]", "[flow", {"run.toml:18:"});
}

BOOST_AUTO_TEST_CASE(points_and_labels_that_do_not_fit) {
  const TemporaryFolder folder;
  const auto read_with = [&](const std::string& points, const std::string& values,
                             const std::string& tail = "") {
    static_cast<void>(folder.write("points.csv", points));
    static_cast<void>(folder.write("values.csv", values));
    return read_run(folder.write("run.toml",
                                 "schema = \"ntkcert/run/1\"\n[network]\nactivation = \"tanh\"\nwidth = 2\n"
                                 "dim = 2\nseed = 0\n[data]\npoints = \"points.csv\"\n" +
                                     std::string(values.empty() ? "" : "values = \"values.csv\"\n") +
                                     "[flow]\nhorizon = 1\n" + tail));
  };
  BOOST_TEST(read_with("1,2\n1,2\n", "1\n2\n").samples.equal_points().has_value());
  expect_bad_file([&] { return read_with("1,2\n0,0\n", "1\n2\n"); }, {"points.csv:2:1", "0"});
  expect_bad_file([&] { return read_with("1,2,3\n", "1\n"); },
                  {"points.csv:1:1", "3 numbers", "dimension is 2"});
  expect_bad_file([&] { return read_with("1,2\n", "1\n2\n"); }, {"values.csv", "2 values for 1 points"});
  expect_bad_file([&] { return read_with("1,2\n", "1,2\n"); },
                  {"values.csv:1:1", "2 numbers", "wanted is 1"});
  expect_bad_file([&] { return read_with("1,2\n", ""); }, {"run.toml:7:", "'target' is missing"});
  expect_bad_file([&] { return read_with("1,2\n", "1\n", "[output]\ndegrees = \"0..2\"\n"); },
                  {"run.toml:13:11", "labels are no function on the sphere"});
  expect_bad_file(
      [&] {
        return read_with("1,2\n", "1\n",
                         "[target]\nterms = [{degree = 0, coefficient = 1, direction = [1, 0]}]\n");
      },
      {"run.toml:7:", "accepted is one of them"});
}

BOOST_AUTO_TEST_SUITE_END()
