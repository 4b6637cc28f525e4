#include "ntkcert/deviation/residual_rate.hpp"

#include <fmt/core.h>

namespace ntkcert {

std::string ResidualRateIdentity::label(std::size_t instance) const {
  return fmt::format("sample {}", instance + 1);
}

Ball ResidualRateIdentity::difference(std::size_t instance, const Dyadic& a, const Dyadic& b) {
  return (pieces_->models().residual_rate[instance] + pieces_->kernel_action()[instance]).range(a, b);
}

}  // namespace ntkcert
