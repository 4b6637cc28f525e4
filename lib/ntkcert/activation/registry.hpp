#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ntkcert/activation/activation.hpp"

namespace ntkcert {

/// The names that find_activation accepts.
[[nodiscard]] const std::vector<std::string>& activation_names();

/// The activation of that name; another text throws InvalidInput with the nearest known name.
[[nodiscard]] std::shared_ptr<const Activation> find_activation(std::string_view text);

/// The same for what needs smoothness (networks and their gradient flow); throws InvalidInput also for an
/// activation that is not smooth.
[[nodiscard]] std::shared_ptr<const SmoothActivation> find_smooth_activation(std::string_view text);

}  // namespace ntkcert
