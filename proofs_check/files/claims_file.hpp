#pragma once

#include <optional>
#include <string>
#include <vector>

#include "files/run_file.hpp"
#include "ntkcert/claim/verdict.hpp"

namespace ntkcert::files {

struct NamedRun {
  std::string name;
  RunFile run;
};

/// One claim: the statement's name, the run it speaks of (an index into ClaimsFile::runs) and the verdict it
/// must come to; without one the statement must hold (proved, or consistent for an identity). A [[claim]]
/// table whose `theorem` or `run` is a list stands for all combinations.
struct ClaimEntry {
  std::string theorem;
  std::size_t run;
  std::optional<Verdict> expect;
  Place place;  ///< of the statement's name
};

/// A suite of claims (schema ntkcert/claims/1). `theorem` is any text here: what names there are is known by
/// who checks them.
struct ClaimsFile {
  std::vector<InputFile> inputs;
  std::vector<NamedRun> runs;
  std::vector<ClaimEntry> claims;
};

/// Reads a suite: runs are tables [runs.NAME] that hold the sections of a run or `file = "run.toml"`,
/// relative to the suite. Throws BadFile as read_run does; a suite without claims and a run of an unknown
/// name are errors too.
[[nodiscard]] ClaimsFile read_claims(const std::string& path);

}  // namespace ntkcert::files
