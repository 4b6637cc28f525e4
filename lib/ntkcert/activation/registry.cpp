#include "ntkcert/activation/registry.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <string>

#include "ntkcert/activation/erf.hpp"
#include "ntkcert/activation/gaussian.hpp"
#include "ntkcert/activation/gelu.hpp"
#include "ntkcert/activation/identity.hpp"
#include "ntkcert/activation/leaky_relu.hpp"
#include "ntkcert/activation/polynomial_activation.hpp"
#include "ntkcert/activation/rectified_power.hpp"
#include "ntkcert/activation/relu.hpp"
#include "ntkcert/activation/sigmoid.hpp"
#include "ntkcert/activation/silu.hpp"
#include "ntkcert/activation/sinusoid.hpp"
#include "ntkcert/activation/softplus.hpp"
#include "ntkcert/activation/tanh.hpp"
#include "ntkcert/ball/error.hpp"
#include "ntkcert/ball/nearest_name.hpp"

namespace ntkcert {
namespace {

using Parameters = std::vector<Rational>;
using Made = std::shared_ptr<const Activation>;

struct Entry {
  std::string_view name;
  std::string_view form;
  std::size_t fewest;  ///< parameters
  std::size_t most;
  /// From the parameters, so many as allowed, and the canonical name; null if their values are not accepted.
  Made (*make)(const Parameters&, const std::string&);
};

template <typename A>
Made plain(const Parameters& /*none*/, const std::string& /*name*/) {
  return std::make_shared<A>();
}

Made leaky_relu(const Parameters& parameters, const std::string& name) {
  return std::make_shared<LeakyRelu>(parameters[0], name);
}

Made absolute_value(const Parameters& /*none*/, const std::string& name) {
  return std::make_shared<LeakyRelu>(Rational(-1), name);
}

constexpr long kLargestPower = 1000;

Made rectified_power(const Parameters& parameters, const std::string& name) {
  const Rational& k = parameters[0];
  if (denominator(k) != 1 || k < 1 || k > kLargestPower) {
    return nullptr;
  }
  return std::make_shared<RectifiedPower>(static_cast<long>(numerator(k)), name);
}

Made step(const Parameters& /*none*/, const std::string& name) {
  return std::make_shared<RectifiedPower>(0, name);
}

template <Basis basis>
Made polynomial(const Parameters& parameters, const std::string& name) {
  return std::make_shared<PolynomialActivation>(basis, parameters, name);
}

constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();

constexpr std::array kEntries{Entry{"abs", "abs", 0, 0, absolute_value},
                              Entry{"cos", "cos", 0, 0, plain<Cos>},
                              Entry{"erf", "erf", 0, 0, plain<Erf>},
                              Entry{"gaussian", "gaussian", 0, 0, plain<Gaussian>},
                              Entry{"gelu", "gelu", 0, 0, plain<Gelu>},
                              Entry{"hermite", "hermite:C0,C1,…", 1, kAny, polynomial<Basis::hermite>},
                              Entry{"identity", "identity", 0, 0, plain<Identity>},
                              Entry{"leaky-relu", "leaky-relu:A", 1, 1, leaky_relu},
                              Entry{"polynomial", "polynomial:C0,C1,…", 1, kAny, polynomial<Basis::powers>},
                              Entry{"relu", "relu", 0, 0, plain<Relu>},
                              Entry{"repu", "repu:K (K = 1, 2, …, 1000)", 1, 1, rectified_power},
                              Entry{"sigmoid", "sigmoid", 0, 0, plain<Sigmoid>},
                              Entry{"silu", "silu", 0, 0, plain<Silu>},
                              Entry{"sin", "sin", 0, 0, plain<Sin>},
                              Entry{"softplus", "softplus", 0, 0, plain<Softplus>},
                              Entry{"step", "step", 0, 0, step},
                              Entry{"tanh", "tanh", 0, 0, plain<Tanh>}};

const Entry& find_entry(std::string_view text, std::string_view name) {
  std::vector<std::string> names;
  for (const Entry& entry : kEntries) {
    if (entry.name == name) {
      return entry;
    }
    names.emplace_back(entry.name);
  }
  std::string lower_case(name);
  std::ranges::transform(lower_case, lower_case.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  throw InvalidInput(fmt::format("unknown activation \"{}\": accepted are {}; the nearest is \"{}\"", text,
                                 fmt::join(activation_forms(), ", "), nearest_name(lower_case, names)));
}

/// The comma-separated fractions and decimals of a text.
Parameters parse_parameters(std::string_view text) {
  Parameters parameters;
  while (true) {
    const std::size_t comma = text.find(',');
    parameters.push_back(parse_rational(text.substr(0, comma)));
    if (comma == std::string_view::npos) {
      return parameters;
    }
    text.remove_prefix(comma + 1);
  }
}

std::string canonical_name(const Entry& entry, const Parameters& parameters) {
  std::string name(entry.name);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    name += (i == 0 ? ":" : ",") + to_text(parameters[i]);
  }
  return name;
}

}  // namespace

const std::vector<std::string>& activation_forms() {
  static const std::vector<std::string> forms = [] {
    std::vector<std::string> list;
    list.reserve(kEntries.size());
    for (const Entry& entry : kEntries) {
      list.emplace_back(entry.form);
    }
    return list;
  }();
  return forms;
}

std::shared_ptr<const Activation> find_activation(std::string_view text) {
  const std::size_t colon = text.find(':');
  const Entry& entry = find_entry(text, text.substr(0, colon));
  const auto refuse = [&](std::string_view reason) {
    throw InvalidInput(fmt::format("activation \"{}\": {}; accepted is {}", text, reason, entry.form));
  };
  Parameters parameters;
  if (colon != std::string_view::npos) {
    try {
      parameters = parse_parameters(text.substr(colon + 1));
    } catch (const InvalidInput& error) {
      refuse(error.what());
    }
  }
  if (parameters.size() < entry.fewest || parameters.size() > entry.most) {
    refuse(fmt::format("{} parameters", parameters.size()));
  }
  Made activation = entry.make(parameters, canonical_name(entry, parameters));
  if (activation == nullptr) {
    refuse("the parameter is out of range");
  }
  return activation;
}

std::shared_ptr<const SmoothActivation> find_smooth_activation(std::string_view text) {
  auto smooth = std::dynamic_pointer_cast<const SmoothActivation>(find_activation(text));
  if (smooth == nullptr) {
    throw InvalidInput(
        fmt::format("activation \"{}\" is not among those with three bounded derivatives, which the gradient "
                    "flow needs",
                    text));
  }
  return smooth;
}

}  // namespace ntkcert
