#include "ntkcert/claim/certificate.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "ntkcert/ball/error.hpp"

namespace ntkcert {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "ntkcert/certificate/1";

Json to_json(const Bounds& b) { return Json::array({b.lower.to_hex(), b.upper.to_hex()}); }

Bounds bounds_from(const Json& json) {
  if (!json.is_array() || json.size() != 2) {
    throw InvalidInput("an enclosure is not a pair of numbers");
  }
  Bounds b{Dyadic::from_hex(json[0].get<std::string>()), Dyadic::from_hex(json[1].get<std::string>())};
  if (b.lower > b.upper) {
    throw InvalidInput(fmt::format("the enclosure [{}, {}] is empty", b.lower.to_hex(), b.upper.to_hex()));
  }
  return b;
}

Json to_json(const EvidenceRow& row, EvidenceKind kind) {
  Json json{{"from", row.from.to_hex()}, {"to", row.to.to_hex()}};
  if (kind == EvidenceKind::inequality) {
    json["at"] = row.at.to_hex();
    json["lhs"] = to_json(row.lhs);
    json["rhs"] = to_json(row.rhs);
    json["gap"] = to_json(row.gap);
  } else {
    json["difference"] = to_json(row.gap);
  }
  return json;
}

EvidenceRow row_from(const Json& json, EvidenceKind kind) {
  EvidenceRow row{Dyadic::from_hex(json.at("from").get<std::string>()),
                  Dyadic::from_hex(json.at("to").get<std::string>()),
                  {},
                  {},
                  {},
                  {}};
  row.at = kind == EvidenceKind::inequality ? Dyadic::from_hex(json.at("at").get<std::string>()) : row.from;
  if (!row.from.is_finite() || !row.to.is_finite() || row.at < row.from || row.at > row.to) {
    throw InvalidInput("a row's times are out of order");
  }
  if (kind == EvidenceKind::inequality) {
    row.lhs = bounds_from(json.at("lhs"));
    row.rhs = bounds_from(json.at("rhs"));
    row.gap = bounds_from(json.at("gap"));
  } else {
    row.gap = bounds_from(json.at("difference"));
  }
  return row;
}

Certificate parse(std::string_view text) {
  const Json json = Json::parse(text);
  const std::string schema = json.at("schema").get<std::string>();
  if (schema != kSchema) {
    throw InvalidInput(fmt::format("the schema is '{}': accepted is '{}'", schema, kSchema));
  }
  Certificate c;
  c.theorem = json.at("theorem").get<std::string>();
  c.formula = json.at("formula").get<std::string>();
  c.run = json.at("run").get<std::string>();
  const std::string kind = json.at("kind").get<std::string>();
  if (kind != "inequality" && kind != "identity") {
    throw InvalidInput(fmt::format("the kind is '{}': accepted are inequality, identity", kind));
  }
  c.kind = kind == "inequality" ? EvidenceKind::inequality : EvidenceKind::identity;
  c.horizon = parse_rational(json.at("horizon").get<std::string>());
  const std::string verdict = json.at("verdict").get<std::string>();
  const std::optional<Verdict> known = verdict_from_text(verdict);
  if (!known) {
    throw InvalidInput(
        fmt::format("the verdict is '{}': accepted are proved, consistent, inconclusive, refuted", verdict));
  }
  c.verdict = *known;
  for (const Json& instance : json.at("instances")) {
    InstanceEvidence evidence{instance.at("label").get<std::string>(),
                              Dyadic::from_hex(instance.at("initial_layer").get<std::string>()),
                              {}};
    for (const Json& row : instance.at("rows")) {
      evidence.rows.push_back(row_from(row, c.kind));
    }
    c.instances.push_back(std::move(evidence));
  }
  return c;
}

}  // namespace

Rational largest_layer(const Rational& horizon) { return horizon / 1000000; }

JudgedClaim judge(const Certificate& certificate) {
  JudgedClaim r{{}, Verdict::proved};
  for (const InstanceEvidence& instance : certificate.instances) {
    r.instances.push_back(
        judge(instance, certificate.kind, certificate.horizon, largest_layer(certificate.horizon)));
    r.verdict = conjunction(r.verdict, r.instances.back().verdict);
  }
  if (certificate.instances.empty()) {
    r.verdict = Verdict::inconclusive;
  }
  return r;
}

std::string to_json(const Certificate& certificate,
                    const std::vector<std::pair<std::string, std::string>>& header) {
  Json json;
  json["schema"] = kSchema;
  for (const auto& [name, value] : header) {
    json[name] = value;
  }
  json["theorem"] = certificate.theorem;
  json["formula"] = certificate.formula;
  json["run"] = certificate.run;
  json["kind"] = certificate.kind == EvidenceKind::inequality ? "inequality" : "identity";
  json["horizon"] = to_text(certificate.horizon);
  json["verdict"] = std::string(to_text(certificate.verdict));
  json["instances"] = Json::array();
  for (const InstanceEvidence& instance : certificate.instances) {
    Json rows = Json::array();
    for (const EvidenceRow& row : instance.rows) {
      rows.push_back(to_json(row, certificate.kind));
    }
    json["instances"].push_back({{"label", instance.label},
                                 {"initial_layer", instance.initial_layer.to_hex()},
                                 {"rows", std::move(rows)}});
  }
  return json.dump() + "\n";
}

Certificate certificate_from_json(std::string_view text) {
  try {
    return parse(text);
  } catch (const nlohmann::json::exception& e) {
    throw InvalidInput(fmt::format("not a certificate: {}", e.what()));
  }
}

}  // namespace ntkcert
