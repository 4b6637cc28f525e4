#pragma once

#include <vector>

#include "commands/command.hpp"
#include "ntkcert/kernel/architecture.hpp"

namespace ntkcert::commands {

/// The options that describe a network's limiting kernel: --activation, --kernel, --preset, variances, laws
/// of weights and biases, --depth and --train.
[[nodiscard]] std::vector<Option> architecture_options();
/// What they say. Throws InvalidInput "OPTION TEXT: accepted are …" and as Architecture::check does.
[[nodiscard]] Architecture read_architecture(const Arguments& arguments);

}  // namespace ntkcert::commands
