#include "commands/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <thread>

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

/// "7", "0..100" or "0..1000:10"; nothing for other text.
std::optional<std::vector<long>> read_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    const auto single = read_integer(text);
    return single ? std::optional(std::vector{*single}) : std::nullopt;
  }
  const std::size_t colon = text.find(':', dots);
  const auto first = read_integer(text.substr(0, dots));
  const auto last =
      read_integer(text.substr(dots + 2, colon == std::string_view::npos ? colon : colon - dots - 2));
  const auto step = colon == std::string_view::npos ? 1 : read_integer(text.substr(colon + 1));
  constexpr long kMost = 1000000;
  if (!first || !last || !step || *step < 1 || *first < 0 || *last < *first ||
      (*last - *first) / *step >= kMost) {
    return std::nullopt;
  }
  std::vector<long> range;
  for (long k = *first; k <= *last; k += *step) {
    range.push_back(k);
  }
  return range;
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
  const std::string& text = arguments.text(name);
  const auto reject = [&](std::string_view why) {
    throw InvalidInput(fmt::format(
        "{} '{}': {}; accepted are lists of degrees 0 or more such as 0..100, 0..1000:10 or 0,1,2,7, up to a "
        "million of them",
        name, text, why));
  };
  std::vector<long> degrees;
  std::set<long> seen;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const auto range = read_range(std::string_view(text).substr(start, comma - start));
    if (!range || range->front() < 0) {
      reject(fmt::format("'{}' is no such entry", text.substr(start, comma - start)));
    }
    for (const long k : *range) {
      if (!seen.insert(k).second) {
        reject(fmt::format("degree {} is there twice", k));
      }
      degrees.push_back(k);
    }
    start = comma + 1;
  }
  return degrees;
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
