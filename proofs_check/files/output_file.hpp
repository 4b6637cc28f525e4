#pragma once

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

/// Writes to standard output; throws OutputError if that fails (a full disk, a closed pipe).
void write_stdout(std::string_view content);

}  // namespace ntkcert::files
