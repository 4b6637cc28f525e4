#include "ntkcert/activation/registry.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>
#include <string>

#include "ntkcert/activation/erf.hpp"
#include "ntkcert/activation/relu.hpp"
#include "ntkcert/activation/tanh.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/nearest_name.hpp"

namespace ntkcert {
namespace {

struct Entry {
  std::string_view name;
  std::shared_ptr<const Activation> (*make)();
};

template <typename A>
std::shared_ptr<const Activation> make() {
  return std::make_shared<A>();
}

constexpr std::array kEntries{Entry{"erf", make<Erf>}, Entry{"relu", make<Relu>}, Entry{"tanh", make<Tanh>}};

}  // namespace

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Entry& entry : kEntries) {
      list.emplace_back(entry.name);
    }
    return list;
  }();
  return names;
}

std::shared_ptr<const Activation> find_activation(std::string_view text) {
  for (const Entry& entry : kEntries) {
    if (entry.name == text) {
      return entry.make();
    }
  }
  throw InvalidInput(fmt::format("unknown activation \"{}\": accepted are {}; the nearest is \"{}\"", text,
                                 fmt::join(activation_names(), ", "),
                                 nearest_name(text, activation_names())));
}

std::shared_ptr<const SmoothActivation> find_smooth_activation(std::string_view text) {
  auto smooth = std::dynamic_pointer_cast<const SmoothActivation>(find_activation(text));
  if (smooth == nullptr) {
    throw InvalidInput(
        fmt::format("activation \"{}\" is not twice continuously differentiable, which the gradient "
                    "flow needs",
                    text));
  }
  return smooth;
}

}  // namespace ntkcert
