#include "files/provenance.hpp"

#include <boost/test/unit_test.hpp>

#include "files/json_value.hpp"

using namespace ntkcert::files;

BOOST_AUTO_TEST_SUITE(provenance)

BOOST_AUTO_TEST_CASE(csv_and_json_have_the_same_names_and_values) {
  const Fields fields = ntkcert::files::provenance("ntkcert/x/1", "ntkcert flow 'a \"b'",
                                                   {{"a", "00"}, {"b", "11"}}, {{"seed", "7"}});
  const JsonValue document = parse_json("f.json", "{" + json_members(fields) + "}");
  BOOST_REQUIRE(document.members.size() == fields.size());
  std::string lines;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    BOOST_TEST(document.members[i].name == fields[i].first);
    BOOST_TEST(document.members[i].value.string() == fields[i].second);
    lines += "# " + fields[i].first + ": " + fields[i].second + "\n";
  }
  BOOST_TEST(comment_lines(fields) == lines);
  BOOST_TEST(fields.front().second == "ntkcert/x/1");
  BOOST_TEST(fields.back().second == "7");
  BOOST_TEST(document.at("input").string() == "a sha256:00, b sha256:11");
}

BOOST_AUTO_TEST_CASE(every_library_has_a_version) {
  const Fields versions = library_versions();
  BOOST_TEST(versions.size() >= 10U);
  for (const auto& [name, version] : versions) {
    BOOST_TEST(version.find_first_of("0123456789") == 0U, name << " has the version '" << version << "'");
  }
}

BOOST_AUTO_TEST_SUITE_END()
