#include "commands/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <thread>

#include "files/degree_list.hpp"
#include "files/names.hpp"
#include "files/output_file.hpp"
#include "ntkcert/ball/error.hpp"

namespace ntkcert::commands {
namespace {

std::optional<long> read_integer(std::string_view text) {
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

long integer_option(const Arguments& arguments, const std::string& name, long least, long most) {
  const auto value = read_integer(arguments.text(name));
  if (!value || *value < least || *value > most) {
    throw InvalidInput(
        fmt::format("{} {}: accepted are integers {} to {}", name, arguments.text(name), least, most));
  }
  return *value;
}

std::string choice_option(const Arguments& arguments, const std::string& name,
                          const std::vector<std::string>& accepted) {
  const std::string& text = arguments.text(name);
  if (std::ranges::find(accepted, text) == accepted.end()) {
    throw InvalidInput(files::unknown_name(name, text, accepted));
  }
  return text;
}

std::optional<Rational> rational_option(const Arguments& arguments, const std::string& name) {
  if (!arguments.has(name)) {
    return std::nullopt;
  }
  try {
    return parse_rational(arguments.text(name));
  } catch (const InvalidInput& e) {
    throw InvalidInput(fmt::format("{}: {}", name, e.what()));
  }
}

std::optional<Precision> precision_option(const Arguments& arguments, const std::string& name) {
  if (!arguments.has(name) || arguments.text(name) == "auto") {
    return std::nullopt;
  }
  constexpr long kMost = 1L << 24;
  const auto bits = read_integer(arguments.text(name));
  if (!bits || *bits < 2 || *bits > kMost) {
    throw InvalidInput(
        fmt::format("{} {}: accepted are auto and 2 to {} bits", name, arguments.text(name), kMost));
  }
  return Precision(*bits);
}

std::vector<long> degrees_option(const Arguments& arguments, const std::string& name) {
  try {
    return files::parse_degrees(arguments.text(name));
  } catch (const InvalidInput& e) {
    throw InvalidInput(fmt::format("{} {}", name, e.what()));
  }
}

Option jobs_option() { return {"--jobs", "N", "threads at once (all cores if not given)", "", {}}; }

std::size_t jobs(const Arguments& arguments) {
  constexpr long kMost = 4096;
  return arguments.has("--jobs") ? static_cast<std::size_t>(integer_option(arguments, "--jobs", 1, kMost))
                                 : std::max(1U, std::thread::hardware_concurrency());
}

Option output_option() {
  return {"-o,--output", "FILE", "write the result to FILE, whole or not at all", "", {}};
}

void check_output(const Arguments& arguments) {
  if (arguments.has("--output")) {
    files::require_writable(arguments.text("--output"));
  }
}

void deliver(const Arguments& arguments, std::string_view result) {
  if (arguments.has("--output")) {
    files::write_file(arguments.text("--output"), result);
  } else {
    files::write_stdout(result);
  }
}

}  // namespace ntkcert::commands
