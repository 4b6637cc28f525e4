#pragma once

#include <string>
#include <utility>
#include <vector>

#include "files/input_file.hpp"

namespace ntkcert::files {

/// Named texts in the order in which they are printed.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Names and versions of all libraries that take part, sorted by name: those compiled in and those linked
/// now.
[[nodiscard]] Fields library_versions();

/// The head of every file that is written: schema, tool, commit, command_line, libraries, input ("PATH
/// sha256:HASH" for each file; left out if there are none), then `more` (seeds, precision and what belongs to
/// the result).
[[nodiscard]] Fields provenance(const std::string& schema, const std::string& command_line,
                                const std::vector<InputFile>& inputs, const Fields& more);

/// "# name: value" lines, for CSV.
[[nodiscard]] std::string comment_lines(const Fields& fields);

/// The members `"name": "value"` of a JSON object, between `separator`s; no braces, so that others can
/// follow.
[[nodiscard]] std::string json_members(const Fields& fields, const std::string& separator = ", ");

}  // namespace ntkcert::files
