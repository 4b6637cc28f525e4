#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace ntkcert::files {

/// Throws OutputError unless `path` can be written: asked before a long computation starts.
void require_writable(const std::string& path);

/// Replaces the file by `content`, whole or not at all: a temporary file in the same directory, fsync,
/// rename. SIGINT, SIGTERM and SIGHUP wait until it is done, so that at no time a part of a file bears the
/// name, and none is left when the program is stopped during a computation. What is no regular file (a pipe,
/// /dev/stdout) is written directly. Throws OutputError naming the path.
void write_file(const std::string& path, std::string_view content);
/// The same with a content that `fill` writes to the descriptor.
void write_file(const std::string& path, const std::function<void(int)>& fill);

/// Writes to standard output; throws OutputError if that fails (a full disk, a closed pipe).
void write_stdout(std::string_view content);

/// All of it; throws OutputError naming the path.
void write_all(int descriptor, std::string_view content, const std::string& path);

/// A new file without a name in the directory of `path`: it goes when it is closed. Throws OutputError.
[[nodiscard]] int open_unnamed(const std::string& path);

/// Whether the path is there and no regular file.
[[nodiscard]] bool is_special(const std::string& path);

}  // namespace ntkcert::files
