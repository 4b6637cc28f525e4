#pragma once

#include "files/run_file.hpp"
#include "files/toml_reader.hpp"

namespace ntkcert::files {

/// The run that the tables network, data, target, flow and output of `section` describe; `extra` are further
/// keys that the section may have. `inputs` in the result are only those that the run names.
[[nodiscard]] RunFile parse_run(const TomlSection& section, const std::vector<std::string>& extra);

}  // namespace ntkcert::files
