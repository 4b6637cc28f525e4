#include "ntkcert/claim/certificate.hpp"

#include <boost/test/unit_test.hpp>

#include "ntkcert/ball/error.hpp"

using namespace ntkcert;

BOOST_AUTO_TEST_SUITE(certificate)

namespace {

Certificate example() {
  const Bounds b{Dyadic::from_double(0.1), Dyadic(1)};
  return {"a/b",
          "L ≤ R",
          "run",
          EvidenceKind::inequality,
          Rational(1, 3),
          Verdict::proved,
          {{"mode 1", Dyadic(0), {{Dyadic(0), Dyadic(1), Dyadic(0), b, b, b}}}}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_CASE(json_is_lossless) {
  const std::string text = to_json(example(), {{"tool", "ntkcert"}});
  const Certificate back = certificate_from_json(text);
  BOOST_TEST(to_json(back, {{"tool", "ntkcert"}}) == text);
  BOOST_TEST((back.horizon == Rational(1, 3)));
  BOOST_TEST((judge(back).verdict == Verdict::proved));
}

BOOST_AUTO_TEST_CASE(an_edited_number_changes_the_judgement) {
  const std::string text = to_json(example(), {});
  const std::string gap = "\"gap\":[\"" + Dyadic::from_double(0.1).to_hex();
  BOOST_TEST((judge(certificate_from_json(replaced(text, gap, "\"gap\":[\"-0x1p-9"))).verdict ==
              Verdict::inconclusive));
  BOOST_TEST((judge(certificate_from_json(replaced(text, "\"to\":\"0x1p0\"", "\"to\":\"0x1p-9\""))).verdict ==
              Verdict::inconclusive));
}

/// One instance that is refuted or open decides, wherever it stands.
BOOST_AUTO_TEST_CASE(every_instance_counts) {
  const Bounds negative{Dyadic(-2), Dyadic(-1)};
  const Bounds open{Dyadic(-1), Dyadic(1)};
  for (const auto& [gap, expected] :
       {std::pair(negative, Verdict::refuted), std::pair(open, Verdict::inconclusive)}) {
    for (const std::size_t bad : {0U, 1U, 2U}) {
      Certificate c = example();
      c.instances.resize(3, c.instances.front());
      c.instances[bad].rows.front().gap = gap;
      BOOST_TEST((judge(c).verdict == expected), "instance " << bad);
    }
  }
  Certificate none = example();
  none.instances.clear();
  BOOST_TEST((judge(none).verdict == Verdict::inconclusive));
}

BOOST_AUTO_TEST_CASE(what_is_no_certificate_is_refused) {
  const std::string text = to_json(example(), {});
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[1]"),
        replaced(text, "certificate/1", "certificate/2"), replaced(text, "\"proved\"", "\"true\""),
        replaced(text, "\"inequality\"", "\"x\""), replaced(text, "\"horizon\":\"1/3\"", "\"horizon\":0.3"),
        replaced(text, "\"to\":\"0x1p0\"", "\"to\":\"nan\"")}) {
    BOOST_CHECK_THROW((void)certificate_from_json(bad), InvalidInput);
  }
}

BOOST_AUTO_TEST_SUITE_END()
