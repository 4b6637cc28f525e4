#pragma once

#include <string>
#include <utility>
#include <vector>

namespace ntkcert::files {

/// What was fixed when the program was built; `headers` are the versions of libraries that are compiled in.
struct BuildInfo {
  std::string version;
  std::string commit;
  std::string compiler;
  std::vector<std::pair<std::string, std::string>> headers;
};

[[nodiscard]] const BuildInfo& build_info();

}  // namespace ntkcert::files
