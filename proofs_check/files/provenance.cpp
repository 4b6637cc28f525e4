#include "files/provenance.hpp"

#include <arb.h>
#include <flint/flint.h>
#include <fmt/format.h>
#include <gmp.h>
#include <mpfr.h>
#include <openssl/crypto.h>

#include <algorithm>

#include "files/build_info.hpp"
#include "files/json_value.hpp"

namespace ntkcert::files {

Fields library_versions() {
  Fields versions = build_info().headers;
  versions.emplace_back("arb", arb_version);
  versions.emplace_back("flint", flint_version);
  versions.emplace_back("gmp", gmp_version);
  versions.emplace_back("mpfr", mpfr_get_version());
  versions.emplace_back("openssl", OpenSSL_version(OPENSSL_VERSION_STRING));
  std::ranges::sort(versions);
  return versions;
}

Fields provenance(const std::string& schema, const std::string& command_line,
                  const std::vector<InputFile>& inputs, const Fields& more) {
  std::string libraries;
  for (const auto& [name, version] : library_versions()) {
    libraries += fmt::format("{}{} {}", libraries.empty() ? "" : ", ", name, version);
  }
  Fields fields{{"schema", schema},
                {"tool", "ntkcert " + build_info().version},
                {"commit", build_info().commit},
                {"command_line", command_line},
                {"libraries", libraries}};
  if (!inputs.empty()) {
    std::string hashes;
    for (const InputFile& input : inputs) {
      hashes += fmt::format("{}{} sha256:{}", hashes.empty() ? "" : ", ", input.path, input.sha256);
    }
    fields.emplace_back("input", hashes);
  }
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

std::string comment_lines(const Fields& fields) {
  std::string lines;
  for (const auto& [name, value] : fields) {
    lines += fmt::format("# {}: {}\n", name, value);
  }
  return lines;
}

std::string json_members(const Fields& fields, const std::string& separator) {
  std::string members;
  for (const auto& [name, value] : fields) {
    members += fmt::format("{}{}: {}", members.empty() ? "" : separator, json_quote(name), json_quote(value));
  }
  return members;
}

}  // namespace ntkcert::files
