#include "files/input_file.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/proofs_check/files/expect_bad_file.hpp"
#include "tests/proofs_check/files/temporary_folder.hpp"

using ntkcert::files::beside;
using ntkcert::files::read_text;
using ntkcert::files::sha256;

BOOST_AUTO_TEST_SUITE(input_file)

/// The examples of FIPS 180-4.
BOOST_AUTO_TEST_CASE(sha256_of_published_examples) {
  BOOST_TEST(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

BOOST_AUTO_TEST_CASE(content_is_read_as_it_is) {
  const TemporaryFolder folder;
  const std::string content("a\r\n\0b", 5);
  BOOST_TEST(read_text(folder.write("f", content)) == content);
  BOOST_TEST(read_text(folder.write("empty", "")).empty());
  expect_bad_file([&] { return read_text(folder.path("none.toml")); }, {"none.toml", "No such file"});
  expect_bad_file([&] { return read_text(folder.path("")); }, {"directory"});
}

BOOST_AUTO_TEST_CASE(files_named_by_files) {
  BOOST_TEST(beside("a/run.toml", "points.csv") == "a/points.csv");
  BOOST_TEST(beside("run.toml", "points.csv") == "points.csv");
  BOOST_TEST(beside("a/run.toml", "/b/points.csv") == "/b/points.csv");
}

BOOST_AUTO_TEST_SUITE_END()
