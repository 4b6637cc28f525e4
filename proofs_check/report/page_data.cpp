#include "report/page_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>

#include "files/error.hpp"
#include "files/json_value.hpp"
#include "ntkcert/activation/registry.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/text.hpp"
#include "ntkcert/claim/certificate.hpp"
#include "ntkcert/spectrum/eigenvalues.hpp"

namespace ntkcert::report {
namespace {

using files::BadFile;
using files::json_quote;
using files::JsonValue;

constexpr long kPlotDigits = 10;
const Precision kPlotPrecision(64);

std::string array(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ",\n"));
}

/// Enclosures over a common axis, as the members lo and hi.
struct Curve {
  std::vector<std::string> lower;
  std::vector<std::string> upper;
  void add(const Dyadic& lo, const Dyadic& hi) {
    lower.push_back('"' + decimal_below(lo, kPlotDigits) + '"');
    upper.push_back('"' + decimal_above(hi, kPlotDigits) + '"');
  }
  void add(const Ball& x) { add(x.lower(), x.upper()); }
  [[nodiscard]] std::string json() const {
    return fmt::format("{{\"lo\":[{}],\"hi\":[{}]}}", fmt::join(lower, ","), fmt::join(upper, ","));
  }
};

/// Some decimal near x, for an axis.
std::string near(const Rational& x) {
  return '"' + decimal_enclosure(Ball(x, kPlotPrecision), kPlotDigits).middle + '"';
}

Rational exact(const JsonValue& value) { return value.rational(); }

std::string spectrum_json(const JsonValue& file) {
  std::vector<std::string> degrees;
  Curve values;
  for (const JsonValue& row : file.at("eigenvalues").array()) {
    degrees.push_back(row.at("degree").string());
    values.add(Ball(exact(row.at("lo")), kPlotPrecision).lower(),
               Ball(exact(row.at("hi")), kPlotPrecision).upper());
  }
  const std::string name = fmt::format(
      "{} {}, {} hidden layer{}, d = {}", file.at("activation").string(), file.at("kernel").string(),
      file.at("depth").string(), file.at("depth").string() == "1" ? "" : "s", file.at("dimension").string());
  return fmt::format("{{\"name\":{},\"normalization\":{},\"k\":[{}],\"values\":{}}}", json_quote(name),
                     json_quote(file.at("normalization").string()), fmt::join(degrees, ","), values.json());
}

/// ‖P_kr_t‖ at the times of the records.
struct DegreeResiduals {
  std::vector<Rational> times;
  std::vector<Ball> norms;

  void add(const Rational& time, const JsonValue& enclosure) {
    Ball norm = hull(Ball(exact(enclosure.at("lo")), kPlotPrecision),
                     Ball(exact(enclosure.at("hi")), kPlotPrecision));
    arb_nonnegative_part(norm.raw(), norm.raw());
    times.push_back(time);
    norms.push_back(norm);
  }
  [[nodiscard]] bool begins_at_zero() const { return times.front() == 0; }
  /// Whether the quotients by the first norm mean something.
  [[nodiscard]] bool begins_nonzero() const { return is_yes(norms.front() > 0); }
};

/// λ_k of the limiting kernel of the run's network (preset `paper`).
std::map<long, Ball> limiting_eigenvalues(const JsonValue& head,
                                          const std::map<long, DegreeResiduals>& residuals) {
  EigenvalueRequest request;
  request.architecture = Architecture::paper(find_activation(head.at("activation").string()));
  request.dimension = static_cast<long>(numerator(exact(head.at("dimension"))));
  request.digits = kPlotDigits;
  for (const auto& [degree, residual] : residuals) {
    request.degrees.push_back(degree);
  }
  std::map<long, Ball> values;
  for (const Eigenvalue& e : eigenvalues(request).eigenvalues) {
    values.emplace(e.degree, e.value);
  }
  return values;
}

std::string degree_json(long degree, const DegreeResiduals& residual, const Ball& eigenvalue) {
  std::vector<std::string> times;
  Curve share;
  Curve rate;
  for (std::size_t i = 0; i < residual.times.size(); ++i) {
    times.push_back(near(residual.times[i]));
    share.add(residual.norms[i] / residual.norms.front());
    rate.add(exp(-eigenvalue * Ball(residual.times[i], kPlotPrecision)));
  }
  Curve lambda;
  lambda.add(eigenvalue);
  return fmt::format("{{\"degree\":{},\"eigenvalue\":{},\"t\":[{}],\"share\":{},\"rate\":{}}}", degree,
                     lambda.json(), fmt::join(times, ","), share.json(), rate.json());
}

/// The rows of learning times: a degree, a share, t_k(ε) and log(1/ε)/λ_k as they stand in the records.
std::vector<std::string> learning_rows(const JsonValue& head, const JsonValue& quantities) {
  constexpr std::string_view kTime = "degree_learning_time/";
  constexpr std::string_view kLimit = "degree_learning_time_limit/";
  std::vector<std::string> shares;
  const JsonValue* listed = head.find("shares");
  std::istringstream words(listed == nullptr ? "" : listed->string());
  for (std::string share; words >> share;) {
    shares.push_back(share);
  }
  std::vector<std::string> rows;
  for (const files::JsonMember& member : quantities.members) {
    if (!member.name.starts_with(kTime)) {
      continue;
    }
    const std::string degree = member.name.substr(kTime.size());
    const std::vector<JsonValue>& times = member.value.array();
    const std::vector<JsonValue>& limits = quantities.at(std::string(kLimit) + degree).array();
    if (times.size() != shares.size() || limits.size() != shares.size()) {
      throw BadFile(member.value.place(), fmt::format("{} learning times, {} limits and {} shares",
                                                      times.size(), limits.size(), shares.size()));
    }
    for (std::size_t j = 0; j < shares.size(); ++j) {
      const auto side = [](const JsonValue& x) {
        return fmt::format("{{\"lo\":{},\"hi\":{}}}", json_quote(x.at("lo").string()),
                           json_quote(x.at("hi").string()));
      };
      rows.push_back(fmt::format("{{\"degree\":{},\"share\":{},\"time\":{},\"limit\":{}}}",
                                 json_quote(degree), json_quote(shares[j]), side(times[j]), side(limits[j])));
    }
  }
  return rows;
}

std::string flow_json(const JsonValue& head, const std::vector<JsonValue>& records) {
  constexpr std::string_view kPrefix = "degree_residual/";
  std::map<long, DegreeResiduals> residuals;
  std::vector<std::string> learning;
  for (const JsonValue& record : records) {
    if (record.find("end") != nullptr) {
      continue;
    }
    const JsonValue& quantities = record.at("quantities");
    std::ranges::move(learning_rows(head, quantities), std::back_inserter(learning));
    for (const files::JsonMember& member : quantities.members) {
      if (member.name.starts_with(kPrefix)) {
        const long degree = std::stol(member.name.substr(kPrefix.size()));
        residuals[degree].add(exact(record.at("t")), member.value.array().front());
      }
    }
  }
  const bool drawn = !residuals.empty() && residuals.begin()->second.begins_at_zero();
  std::vector<std::string> degrees;
  std::vector<long> silent;
  if (drawn) {
    const std::map<long, Ball> lambda = limiting_eigenvalues(head, residuals);
    for (const auto& [degree, residual] : residuals) {
      if (residual.begins_nonzero()) {
        degrees.push_back(degree_json(degree, residual, lambda.at(degree)));
      } else {
        silent.push_back(degree);
      }
    }
  }
  const std::string name =
      fmt::format("{}, d = {}, width {}, {} samples", head.at("activation").string(),
                  head.at("dimension").string(), head.at("width").string(), head.at("samples").string());
  return fmt::format("{{\"name\":{},\"drawn\":{},\"degrees\":{},\"silent\":[{}],\"learning\":{}}}",
                     json_quote(name), drawn, array(degrees), fmt::join(silent, ","), array(learning));
}

std::string bound_json(const Certificate& certificate) {
  std::vector<std::string> instances;
  for (const InstanceEvidence& instance : certificate.instances) {
    std::vector<std::string> times;
    Curve left;
    Curve right;
    for (const EvidenceRow& row : instance.rows) {
      times.push_back(near(row.at.to_rational()));
      left.add(row.lhs.lower, row.lhs.upper);
      right.add(row.rhs.lower, row.rhs.upper);
    }
    instances.push_back(fmt::format("{{\"label\":{},\"t\":[{}],\"lhs\":{},\"rhs\":{}}}",
                                    json_quote(instance.label), fmt::join(times, ","), left.json(),
                                    right.json()));
  }
  return fmt::format("{{\"theorem\":{},\"run\":{},\"formula\":{},\"verdict\":{},\"instances\":{}}}",
                     json_quote(certificate.theorem), json_quote(certificate.run),
                     json_quote(certificate.formula), json_quote(to_text(certificate.verdict)),
                     array(instances));
}

std::string verdict_json(const JsonValue& claim) {
  std::vector<std::string> members;
  for (const std::string_view name : {"verdict", "expected", "theorem", "run", "formula", "t", "instance",
                                      "lhs_lo", "lhs_hi", "rhs_lo", "rhs_hi", "slack", "ratio", "reason"}) {
    const JsonValue* value = claim.find(name);
    members.push_back(fmt::format("\"{}\":{}", name, json_quote(value == nullptr ? "" : value->text)));
  }
  return fmt::format("{{{}}}", fmt::join(members, ","));
}

/// The documents of a file: one, or one a line.
std::vector<JsonValue> documents(const std::string& path, const std::string& content) {
  const std::size_t first_line = content.find('\n');
  if (content.substr(0, first_line).find("\"ntkcert/flow/1\"") == std::string::npos) {
    return {files::parse_json(path, content)};
  }
  std::vector<JsonValue> lines;
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    lines.push_back(files::parse_json(path, std::string_view(content).substr(begin, end - begin)));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

void PageData::add(const std::string& path) {
  const std::string content = files::read_text(path);
  std::vector<JsonValue> parts = documents(path, content);
  const JsonValue head = parts.front();
  const std::string schema = head.at("schema").string();
  try {
    if (schema == "ntkcert/eigenvalues/1") {
      spectra_.push_back(spectrum_json(head));
    } else if (schema == "ntkcert/flow/1") {
      parts.erase(parts.begin());
      flows_.push_back(flow_json(head, parts));
    } else if (schema == "ntkcert/verdicts/1") {
      for (const JsonValue& claim : head.at("claims").array()) {
        verdicts_.push_back(verdict_json(claim));
      }
    } else if (schema == "ntkcert/certificate/1") {
      const Certificate certificate = certificate_from_json(content);
      if (certificate.kind == EvidenceKind::inequality) {
        bounds_.push_back(bound_json(certificate));
      }
    } else {
      throw BadFile(
          head.at("schema").place(),
          fmt::format("schema '{}': accepted are ntkcert/eigenvalues/1, ntkcert/flow/1, ntkcert/verdicts/1 "
                      "and ntkcert/certificate/1",
                      schema));
    }
  } catch (const InvalidInput& e) {
    throw BadFile({path, 0, 0}, e.what());
  }
  inputs_.push_back({path, files::sha256(content)});
}

std::string PageData::json(const std::string& head) const {
  const std::string text =
      fmt::format("{{{},\n\"spectra\":{},\n\"flows\":{},\n\"verdicts\":{},\n\"bounds\":{}}}", head,
                  array(spectra_), array(flows_), array(verdicts_), array(bounds_));
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    c == '<' ? result += "\\u003c" : result += c;
  }
  return result;
}

}  // namespace ntkcert::report
