#include "files/claims_file.hpp"

#include <algorithm>

#include "files/names.hpp"
#include "files/run_sections.hpp"

namespace ntkcert::files {
namespace {

RunFile parse_named_run(const TomlSection& section, std::vector<InputFile>& inputs) {
  RunFile run = [&] {
    if (!section.has("file")) {
      return parse_run(section, {"file"});
    }
    section.accept_only({"file"});
    return read_run(beside(section.document().file(), section.text("file")));
  }();
  inputs.insert(inputs.end(), run.inputs.begin(), run.inputs.end());
  return run;
}

/// A string, or each string of a list that is not empty, with its place.
std::vector<std::pair<std::string, Place>> texts(const TomlSection& section, const std::string& key) {
  if (!section.node(key).is_array()) {
    return {{section.text(key), section.place(key)}};
  }
  std::vector<std::pair<std::string, Place>> r;
  for (const toml::node& node : section.array(key)) {
    if (!node.is_string()) {
      section.reject(key, "a list with something else than strings in it");
    }
    r.emplace_back(node.as_string()->get(), section.document().place(node.source()));
  }
  if (r.empty()) {
    section.reject(key, "an empty list where one or more strings are wanted");
  }
  return r;
}

}  // namespace

ClaimsFile read_claims(const std::string& path) {
  const std::string content = read_text(path);
  const TomlDocument document(path, content);
  const TomlSection root(document, document.root(), "the suite");
  root.choice("schema", {"ntkcert/claims/1"});
  root.accept_only({"schema", "runs", "claim"});
  ClaimsFile suite;
  suite.inputs.push_back({path, sha256(content)});
  const TomlSection runs = root.section("runs");
  std::vector<std::string> names = runs.keys();
  for (const std::string& name : names) {
    suite.runs.push_back({name, parse_named_run(runs.section(name), suite.inputs)});
  }
  for (const TomlSection& claim : root.sections("claim")) {
    claim.accept_only({"theorem", "run", "expect"});
    std::optional<Verdict> expect;
    if (claim.has("expect")) {
      expect = verdict_from_text(claim.choice("expect", {"proved", "refuted", "inconclusive", "consistent"}));
    }
    for (const auto& [run, run_place] : texts(claim, "run")) {
      const auto found = std::ranges::find(names, run);
      if (found == names.end()) {
        throw BadFile(run_place, unknown_name("run", run, names));
      }
      for (const auto& [theorem, place] : texts(claim, "theorem")) {
        suite.claims.push_back({theorem, static_cast<std::size_t>(found - names.begin()), expect, place});
      }
    }
  }
  return suite;
}

}  // namespace ntkcert::files
