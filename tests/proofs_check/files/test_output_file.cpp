#include "files/output_file.hpp"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "files/error.hpp"
#include "files/input_file.hpp"
#include "tests/proofs_check/files/file_size_limit.hpp"
#include "tests/proofs_check/files/temporary_folder.hpp"

BOOST_AUTO_TEST_SUITE(output_file)

namespace {

using ntkcert::files::OutputError;
using ntkcert::files::read_text;
using ntkcert::files::require_writable;
using ntkcert::files::write_file;

}  // namespace

BOOST_AUTO_TEST_CASE(replaces_the_whole_content_and_leaves_nothing_else) {
  const TemporaryFolder folder;
  const std::string path = folder.write("result.csv", std::string(100, 'x'));
  chmod(path.c_str(), 0640);
  write_file(path, "new\n");
  BOOST_TEST(read_text(path) == "new\n");
  struct stat status {};
  stat(path.c_str(), &status);
  BOOST_TEST((status.st_mode & 0777U) == 0640U);
  write_file(folder.path("other"), "");
  BOOST_TEST(read_text(folder.path("other")).empty());
  BOOST_TEST(folder.count() == 2U);
}

BOOST_AUTO_TEST_CASE(a_link_stays_a_link) {
  const TemporaryFolder folder;
  const std::string target = folder.write("target", "old");
  std::filesystem::create_symlink(target, folder.path("link"));
  write_file(folder.path("link"), "new");
  BOOST_TEST(std::filesystem::is_symlink(folder.path("link")));
  BOOST_TEST(read_text(target) == "new");
}

BOOST_AUTO_TEST_CASE(a_failed_write_leaves_the_old_file) {
  const TemporaryFolder folder;
  const std::string path = folder.write("result", "old");
  {
    const FileSizeLimit limit(1000);
    BOOST_CHECK_THROW(write_file(path, std::string(5000, 'x')), OutputError);
  }
  BOOST_TEST(read_text(path) == "old");
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_said_at_once) {
  const TemporaryFolder folder;
  BOOST_CHECK_THROW(require_writable(folder.path("")), OutputError);
  BOOST_CHECK_THROW(require_writable(folder.path("missing/result")), OutputError);
  BOOST_CHECK_THROW(write_file(folder.path("missing/result"), "x"), OutputError);
  BOOST_CHECK_NO_THROW(require_writable(folder.path("result")));
  BOOST_CHECK_NO_THROW(require_writable("result-in-the-working-folder"));
  BOOST_CHECK_NO_THROW(require_writable("/dev/null"));
  BOOST_CHECK_NO_THROW(write_file("/dev/null", "x"));
}

BOOST_AUTO_TEST_SUITE_END()
