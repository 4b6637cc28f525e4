#include "report/verdict_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "files/json_value.hpp"
#include "ntkcert/ball/text.hpp"

namespace ntkcert::report {
namespace {

constexpr long kDigits = 5;

/// What a line says of a claim, as texts.
struct Summary {
  std::string at;
  std::string instance;
  std::string lhs_lo, lhs_hi, rhs_lo, rhs_hi, slack, ratio;
  std::string difference;
  std::string initial_layer;
  std::string reason;
};

Ball ball(const Dyadic& x) { return {x, Precision(128)}; }

void describe_sides(Summary& s, const InstanceEvidence& instance, const EvidenceRow& row) {
  s.instance = instance.label;
  s.at = decimal_below(row.at, kDigits);
  s.lhs_lo = decimal_below(row.lhs.lower, kDigits);
  s.lhs_hi = decimal_above(row.lhs.upper, kDigits);
  s.rhs_lo = decimal_below(row.rhs.lower, kDigits);
  s.rhs_hi = decimal_above(row.rhs.upper, kDigits);
  s.slack = decimal_below((ball(row.rhs.lower) - ball(row.lhs.upper)).lower(), kDigits);
  if (row.rhs.lower.sign() > 0) {
    s.ratio = decimal_above((ball(row.lhs.upper) / ball(row.rhs.lower)).upper(), kDigits);
  }
}

/// The row in which an inequality comes closest to failing, from a thousandth of the horizon on.
void describe_closest(Summary& s, const ClaimResult& result) {
  const Rational early = result.certificate.horizon / 1000;
  const InstanceEvidence* where = nullptr;
  const EvidenceRow* closest = nullptr;
  double largest = 0;
  for (const InstanceEvidence& instance : result.certificate.instances) {
    for (const EvidenceRow& row : instance.rows) {
      const double ratio =
          row.rhs.lower.sign() > 0 ? row.lhs.upper.approximate() / row.rhs.lower.approximate() : 0;
      if (row.at.to_rational() >= early && (closest == nullptr || ratio > largest)) {
        where = &instance;
        closest = &row;
        largest = ratio;
      }
    }
  }
  if (closest != nullptr) {
    describe_sides(s, *where, *closest);
  }
}

Summary summarise(const ClaimResult& result) {
  Summary s;
  Dyadic layer;
  Dyadic widest;
  for (std::size_t j = 0; j < result.certificate.instances.size(); ++j) {
    const InstanceEvidence& instance = result.certificate.instances[j];
    const Judgement& judgement = result.judged.instances[j];
    layer = std::max(layer, instance.initial_layer);
    for (const EvidenceRow& row : instance.rows) {
      widest = std::max({widest, row.gap.upper, -row.gap.lower});
    }
    if (judgement.verdict == result.judged.verdict && s.reason.empty() && !judgement.reason.empty()) {
      s.reason = fmt::format("{}: {}", instance.label, judgement.reason);
    }
    if (judgement.verdict == Verdict::refuted && s.at.empty()) {
      const auto row = std::ranges::find(instance.rows, *judgement.time, &EvidenceRow::from);
      describe_sides(s, instance, *row);
      s.at = decimal_below(*judgement.time, kDigits);
    }
  }
  if (result.certificate.kind == EvidenceKind::identity) {
    s.difference = decimal_above(widest, kDigits);
  } else if (s.at.empty()) {
    describe_closest(s, result);
  }
  s.initial_layer = decimal_above(layer, kDigits);
  if (!result.reason.empty()) {
    s.reason = result.reason;
  }
  return s;
}

std::string details(const ClaimResult& result, const Summary& s) {
  if (!s.reason.empty()) {
    return s.reason;
  }
  if (result.certificate.kind == EvidenceKind::identity) {
    return fmt::format("|difference| ≤ {} for all t", s.difference);
  }
  return fmt::format("L ∈ [{}, {}], R ∈ [{}, {}] at t = {} ({}), slack {}{}", s.lhs_lo, s.lhs_hi, s.rhs_lo,
                     s.rhs_hi, s.at, s.instance, s.slack, s.ratio.empty() ? "" : ", ratio " + s.ratio);
}

long count(const std::vector<ClaimResult>& results, Verdict verdict) {
  return std::ranges::count_if(results, [&](const auto& r) { return r.judged.verdict == verdict; });
}

std::string xml(std::string_view text) {
  std::string r;
  for (const char c : text) {
    r += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  }
  return r;
}

}  // namespace

std::string as_text(const std::vector<ClaimResult>& results) {
  std::size_t theorem_width = 0;
  std::size_t run_width = 0;
  for (const ClaimResult& r : results) {
    theorem_width = std::max(theorem_width, r.theorem.size());
    run_width = std::max(run_width, r.run.size());
  }
  std::string text;
  for (const ClaimResult& r : results) {
    text +=
        fmt::format("{:<12}  {:<{}}  {:<{}}  {}{}\n", to_text(r.judged.verdict), r.theorem, theorem_width,
                    r.run, run_width, r.as_claimed() ? "" : fmt::format("EXPECTED {}: ", to_text(r.expected)),
                    details(r, summarise(r)));
  }
  const auto met = std::ranges::count_if(results, &ClaimResult::as_claimed);
  text += fmt::format("\n{} of {} claims as expected; {} identities consistent\n", met, results.size(),
                      count(results, Verdict::consistent));
  return text + fmt::format("{} proved, {} refuted, {} inconclusive\n", count(results, Verdict::proved),
                            count(results, Verdict::refuted), count(results, Verdict::inconclusive));
}

std::string as_json(const std::vector<ClaimResult>& results, const files::Fields& head) {
  std::string text = fmt::format("{{{},\n\"claims\": [", files::json_members(head, ",\n"));
  bool first = true;
  for (const ClaimResult& r : results) {
    const Summary s = summarise(r);
    const bool identity = r.certificate.kind == EvidenceKind::identity;
    files::Fields members{{"verdict", std::string(to_text(r.judged.verdict))},
                          {"expected", std::string(to_text(r.expected))},
                          {"theorem", r.theorem},
                          {"run", r.run},
                          {"formula", r.certificate.formula}};
    if (identity) {
      members.emplace_back("difference", s.difference);
    } else {
      for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const std::string&>>{
               {"t", s.at},
               {"instance", s.instance},
               {"lhs_lo", s.lhs_lo},
               {"lhs_hi", s.lhs_hi},
               {"rhs_lo", s.rhs_lo},
               {"rhs_hi", s.rhs_hi},
               {"slack", s.slack},
               {"ratio", s.ratio},
               {"initial_layer", s.initial_layer}}) {
        members.emplace_back(name, value);
      }
    }
    members.emplace_back("reason", s.reason);
    text += fmt::format("{}\n{{{}}}", first ? "" : ",", files::json_members(members));
    first = false;
  }
  return text +
         fmt::format("\n],\n\"proved\": {}, \"refuted\": {}, \"inconclusive\": {}, \"consistent\": {}}}\n",
                     count(results, Verdict::proved), count(results, Verdict::refuted),
                     count(results, Verdict::inconclusive), count(results, Verdict::consistent));
}

std::string as_junit(const std::vector<ClaimResult>& results) {
  const auto failures = std::ranges::count_if(results, [](const auto& r) { return !r.as_claimed(); });
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"ntkcert check\" "
      "tests=\"{}\" failures=\"{}\">\n",
      results.size(), failures);
  for (const ClaimResult& r : results) {
    text += fmt::format("<testcase classname=\"{}\" name=\"{}\">", xml(r.run), xml(r.theorem));
    const std::string line = fmt::format("{}, expected {}: {}", to_text(r.judged.verdict),
                                         to_text(r.expected), details(r, summarise(r)));
    text += r.as_claimed() ? fmt::format("<system-out>{}</system-out>", xml(line))
                           : fmt::format("<failure message=\"{}\"/>", xml(line));
    text += "</testcase>\n";
  }
  return text + "</testsuite>\n";
}

}  // namespace ntkcert::report
