#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// The forms that find_activation accepts: "erf", "leaky-relu:A", …
[[nodiscard]] const std::vector<std::string>& activation_forms();

/// The activation of that name, with its parameters, fractions or decimals read exactly, after a colon and
/// separated by commas. Throws InvalidInput for an unknown name, with the nearest known one, and for
/// parameters that are missing, too many or unreadable, with the form accepted.
[[nodiscard]] std::shared_ptr<const Activation> find_activation(std::string_view text);

/// The same for what needs smoothness (networks and their gradient flow); throws InvalidInput also for an
/// activation that is not smooth.
[[nodiscard]] std::shared_ptr<const SmoothActivation> find_smooth_activation(std::string_view text);

}  // namespace ntkcert
