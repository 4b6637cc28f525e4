#include "ntkcert/spectrum/certificate_cache.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <vector>

#include "ntkcert/activation/registry.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(certificate_cache)

struct Fixture {
  Fixture() { architecture.depth = 2; }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() { std::filesystem::remove_all(folder); }

  [[nodiscard]] CertificateCache cache(const std::string& version = "1") {
    return {folder, version, [this](const std::string& line) { reports.push_back(line); }};
  }
  [[nodiscard]] std::string text() {
    std::ostringstream content;
    content << std::ifstream(cache().file_of(architecture)).rdbuf();
    return content.str();
  }
  void write(const std::string& content) { std::ofstream(cache().file_of(architecture)) << content; }

  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("ntkcert-test-" + std::to_string(getpid()));
  Architecture architecture = Architecture::he(find_activation("relu"));
  std::vector<std::string> reports;
};

BOOST_FIXTURE_TEST_CASE(what_is_stored_is_loaded, Fixture) {
  BOOST_TEST(cache().load(architecture).empty());
  EllipseCertificates certificates(architecture);
  BOOST_TEST(!certificates.bound(0).is_finite());
  BOOST_TEST(certificates.bound(8).is_finite());
  cache().store(architecture, certificates.known());
  const std::map<long, Ball> loaded = cache().load(architecture);
  BOOST_TEST(loaded.size() == certificates.known().size());
  for (const auto& [i, bound] : certificates.known()) {
    BOOST_TEST((loaded.at(i).upper() >= bound.upper()));
  }
  BOOST_TEST(reports.empty());
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
}

BOOST_FIXTURE_TEST_CASE(other_kernels_and_versions_have_other_files, Fixture) {
  Architecture deeper = architecture;
  deeper.depth = 3;
  BOOST_TEST(cache().file_of(architecture) != cache().file_of(deeper));
  BOOST_TEST(cache().file_of(architecture) != cache("2").file_of(architecture));
}

BOOST_FIXTURE_TEST_CASE(bad_files_are_reported_and_not_believed, Fixture) {
  const Precision p(64);
  // |F(θ)| = 3 at θ = 0 lies inside every ellipse: 3 is too small a bound on all but tiny ones.
  cache().store(architecture, {{8, Ball(3, p)}});
  BOOST_TEST(cache().load(architecture).empty());
  BOOST_TEST(reports.size() == 1U);

  cache().store(architecture, {{8, Ball(100, p)}});
  const std::string good = text();
  BOOST_TEST(cache().load(architecture).size() == 1U);
  std::string flipped = good;
  flipped[good.find("8 0x") + 4] ^= 1;
  for (const std::string& bad :
       {flipped, good.substr(0, good.size() / 2), std::string(), good + "9 0x64p0\n"}) {
    reports.clear();
    write(bad);
    BOOST_TEST(cache().load(architecture).empty());
    BOOST_TEST(reports.size() == 1U);
  }
  // The file of another kernel under this one's name.
  Architecture deeper = architecture;
  deeper.depth = 3;
  cache().store(deeper, {{8, Ball(100, p)}});
  std::filesystem::rename(cache().file_of(deeper), cache().file_of(architecture));
  reports.clear();
  BOOST_TEST(cache().load(architecture).empty());
  BOOST_TEST(reports.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_cannot_be_made_is_reported, Fixture) {
  std::ofstream(folder) << "a file";
  cache().store(architecture, {});
  BOOST_TEST(reports.size() == 1U);
  BOOST_TEST(cache().load(architecture).empty());
}

BOOST_AUTO_TEST_SUITE_END()
