#pragma once

#include <memory>
#include <string>

#include "ntkcert/activation/activation.hpp"
#include "ntkcert/network/parameters.hpp"

namespace ntkcert::files {

/// The user's own network.
struct NetworkFile {
  std::shared_ptr<const SmoothActivation> activation;
  ExactParameters parameters;
};

/// JSON with `activation`, `outer` (m numbers), `weights` (m rows of d ≥ 2 numbers), `biases` (m) and
/// `output_bias`; numbers are bare or strings, read exactly. Anything else throws BadFile with its place.
[[nodiscard]] NetworkFile parse_network(const std::string& file, const std::string& content);

}  // namespace ntkcert::files
