#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "ntkcert/ball/ball.hpp"

namespace ntkcert::commands {

/// Readers of options' texts. All throw InvalidInput "OPTION TEXT: accepted are …" for what they do not
/// accept.
[[nodiscard]] long integer_option(const Arguments& arguments, const std::string& name, long least, long most);
[[nodiscard]] std::string choice_option(const Arguments& arguments, const std::string& name,
                                        const std::vector<std::string>& accepted);
[[nodiscard]] std::optional<Rational> rational_option(const Arguments& arguments, const std::string& name);
/// "auto" is nothing, as if the option were not there.
[[nodiscard]] std::optional<Precision> precision_option(const Arguments& arguments, const std::string& name);
/// "0..100", "0..1000:10" and lists of these and of single numbers, separated by commas; at least one, none
/// twice, none negative, at most a million.
[[nodiscard]] std::vector<long> degrees_option(const Arguments& arguments, const std::string& name);

/// The option --jobs N of commands that use several cores; results do not depend on it.
[[nodiscard]] Option jobs_option();
/// N, or the number of cores.
[[nodiscard]] std::size_t jobs(const Arguments& arguments);

/// The option -o FILE, --output FILE of every command with a result.
[[nodiscard]] Option output_option();
/// Throws OutputError if --output is given and cannot be written; call it before the work.
void check_output(const Arguments& arguments);
/// Sends the result to --output, whole, or to stdout.
void deliver(const Arguments& arguments, std::string_view result);

}  // namespace ntkcert::commands
