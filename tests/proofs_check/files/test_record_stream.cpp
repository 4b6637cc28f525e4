#include "files/record_stream.hpp"

#include <boost/test/unit_test.hpp>

#include "files/error.hpp"
#include "files/input_file.hpp"
#include "tests/proofs_check/files/file_size_limit.hpp"
#include "tests/proofs_check/files/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(record_stream)

namespace {

using ntkcert::files::OutputError;
using ntkcert::files::read_text;
using ntkcert::files::RecordStream;
using ntkcert::files::sha256;

}  // namespace

BOOST_AUTO_TEST_CASE(a_file_appears_whole_when_it_is_finished_and_nothing_else) {
  const TemporaryFolder folder;
  const std::string path = folder.write("result", "old");
  {
    RecordStream stream({path, {}, false});
    stream.write("one\n");
    stream.write("two\n");
    BOOST_TEST(read_text(path) == "old");
    BOOST_TEST(folder.count() == 1U);
    stream.finish();
    BOOST_TEST(read_text(path) == "one\ntwo\n");
    BOOST_TEST(folder.count() == 1U);
  }
  RecordStream stream({path, {}, true});
  stream.write("three\n");
  stream.restart();
  stream.write("four\n");
  stream.finish();
  BOOST_TEST(read_text(path) == "four\n");
}

BOOST_AUTO_TEST_CASE(a_stream_goes_on_from_its_log) {
  const TemporaryFolder folder;
  const std::string path = folder.path("result");
  const std::string log = folder.path("log");
  RecordStream::Mark mark;
  // More than is read at a time.
  const std::string many(3'000'000, 'x');
  {
    RecordStream stream({path, log, false});
    stream.write(many);
    mark = stream.mark();
    BOOST_TEST(mark.size == 3'000'000);
    BOOST_TEST(mark.sha256 == sha256(many));
    stream.write("beyond");
  }
  BOOST_TEST(!std::filesystem::exists(path));
  {
    RecordStream stream({path, log, false});
    BOOST_REQUIRE(stream.resume(mark));
    stream.write("end");
    BOOST_TEST(stream.mark().sha256 == sha256(many + "end"));
    stream.finish();
  }
  BOOST_TEST(read_text(path) == many + "end");
  BOOST_TEST(!std::filesystem::exists(log));
}

BOOST_AUTO_TEST_CASE(another_log_is_refused) {
  const TemporaryFolder folder;
  const std::string log = folder.write("log", "abcdef");
  BOOST_TEST(RecordStream({folder.path("result"), log, false}).resume({3, sha256("abc")}));
  (void)folder.write("log", "abXdef");
  BOOST_TEST(!RecordStream({folder.path("result"), log, false}).resume({3, sha256("abc")}));
  (void)folder.write("log", "ab");
  BOOST_TEST(!RecordStream({folder.path("result"), log, false}).resume({3, sha256("abc")}));
  BOOST_CHECK_THROW((void)RecordStream({folder.path("result"), folder.path("none"), false}).resume({0, ""}),
                    OutputError);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_said) {
  const TemporaryFolder folder;
  const std::string path = folder.write("result", "old");
  RecordStream stream({path, {}, false});
  {
    const FileSizeLimit limit(1000);
    BOOST_CHECK_THROW(stream.write(std::string(5000, 'x')), OutputError);
  }
  BOOST_TEST(read_text(path) == "old");
}

BOOST_AUTO_TEST_SUITE_END()
