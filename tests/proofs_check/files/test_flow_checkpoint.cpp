#include "files/flow_checkpoint.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "files/input_file.hpp"
#include "tests/proofs_check/files/expect_bad_file.hpp"
#include "tests/proofs_check/files/file_size_limit.hpp"
#include "tests/proofs_check/files/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(flow_checkpoint)

namespace {

using namespace ntkcert;
using files::FlowCheckpoint;
using files::read_checkpoint;
using files::RunFile;
using files::write_checkpoint;

/// Two units in two dimensions: nine parameters.
RunFile small_run(const TemporaryFolder& folder, const std::string& horizon = "1") {
  return files::read_run(folder.write("run.toml", R"(schema = "ntkcert/run/1"
[network]
activation = "tanh"
width = 2
dim = 2
init = "independent"
outer = "gaussian"
seed = 1
[data]
samples = 2
seed = 2
[target]
terms = [{degree = 1, coefficient = 1, direction = [1, 0]}]
[flow]
horizon = )" + horizon + R"(
tolerance = 1e-10
tier = "double"
[output]
quantities = ["risk"]
)"));
}

FlowCheckpoint awkward(const RunFile& run) {
  FlowCheckpoint checkpoint{"csv", {}, 17, 0x1.fffffffffffffp-40, {123'456'789'012, "abc"}, "0x1p0 none"};
  checkpoint.front.displacement.assign(static_cast<std::size_t>(run.initial.layout.size()), -0x1.3p-1074);
  checkpoint.front.displacement.front() = std::numeric_limits<double>::max();
  checkpoint.front.displacement.back() = 1.0 / 3;
  checkpoint.front.time = Dyadic::from_double(0x1p-60) + Dyadic::from_double(0x1p60);
  checkpoint.front.radius = UpperBound(0x1.23456789abcdep-38);
  checkpoint.front.unit = 0x1p-5;
  return checkpoint;
}

}  // namespace

BOOST_AUTO_TEST_CASE(comes_back_bit_for_bit) {
  const TemporaryFolder folder;
  const RunFile run = small_run(folder);
  const FlowCheckpoint written = awkward(run);
  write_checkpoint(folder.path("checkpoint"), written, run);
  const FlowCheckpoint read = read_checkpoint(folder.path("checkpoint"), run, "csv");
  BOOST_TEST(read.format == written.format);
  BOOST_TEST(read.steps == written.steps);
  BOOST_TEST(read.radius == written.radius);
  BOOST_TEST(read.records.size == written.records.size);
  BOOST_TEST(read.records.sha256 == written.records.sha256);
  BOOST_TEST(read.state == written.state);
  BOOST_TEST(read.front.displacement == written.front.displacement, boost::test_tools::per_element());
  BOOST_TEST((read.front.time == written.front.time));
  BOOST_TEST(read.front.radius.value() == written.front.radius.value());
  BOOST_TEST(read.front.unit == written.front.unit);
}

BOOST_AUTO_TEST_CASE(another_run_or_format_is_refused_with_both) {
  const TemporaryFolder folder;
  const RunFile run = small_run(folder);
  const RunFile other = small_run(folder, "2");
  const std::string path = folder.path("checkpoint");
  write_checkpoint(path, awkward(run), run);
  expect_bad_file([&] { return read_checkpoint(path, other, "csv"); },
                  {"another run", files::run_hash(run), files::run_hash(other)});
  expect_bad_file([&] { return read_checkpoint(path, run, "ndjson"); }, {"another format", "csv", "ndjson"});
}

BOOST_AUTO_TEST_CASE(any_changed_digit_is_seen) {
  const TemporaryFolder folder;
  const RunFile run = small_run(folder);
  const std::string path = folder.path("checkpoint");
  write_checkpoint(path, awkward(run), run);
  const std::string good = files::read_text(path);
  long changed = 0;
  for (std::size_t i = good.find("\"steps\""); i < good.size(); ++i) {
    if (good[i] >= '0' && good[i] <= '9') {
      std::string damaged = good;
      damaged[i] = good[i] == '9' ? '8' : '9';
      (void)folder.write("damaged", damaged);
      BOOST_CHECK_THROW((void)read_checkpoint(folder.path("damaged"), run, "csv"), files::BadFile);
      ++changed;
    }
  }
  BOOST_TEST(changed > 100);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_one) {
  const TemporaryFolder folder;
  const RunFile run = small_run(folder);
  const std::string path = folder.path("checkpoint");
  FlowCheckpoint checkpoint = awkward(run);
  write_checkpoint(path, checkpoint, run);
  checkpoint.steps = 18;
  {
    const FileSizeLimit limit(500);
    BOOST_CHECK_THROW(write_checkpoint(path, checkpoint, run), files::OutputError);
  }
  BOOST_TEST(read_checkpoint(path, run, "csv").steps == awkward(run).steps);
}

BOOST_AUTO_TEST_SUITE_END()
