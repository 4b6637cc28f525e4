#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ntkcert::files {

/// A result that grows while it is computed. To standard output or another special file it is written as it
/// comes, unless it is held back; to a regular file, whole, when it is finished: until then it is in an
/// unnamed file of the same directory, which goes with the process. With a log it is in that named file as
/// well, from which a later process can go on. All functions throw OutputError.
class RecordStream {
 public:
  struct Target {
    std::optional<std::string> path;  // standard output without one
    std::optional<std::string> log;
    bool held;
  };
  explicit RecordStream(Target target);
  RecordStream(const RecordStream&) = delete;
  RecordStream& operator=(const RecordStream&) = delete;
  ~RecordStream();

  void write(std::string_view text);
  /// What was held back is forgotten.
  void restart();
  /// Puts the result in place and removes the log.
  void finish();

  /// Of what the log has, safely on the disk.
  struct Mark {
    long size = 0;
    std::string sha256;
  };
  [[nodiscard]] Mark mark();
  /// Goes on from there: what the log has beyond is dropped. False if its beginning is not the one that was
  /// marked.
  [[nodiscard]] bool resume(const Mark& mark);

 private:
  class Hash;

  void open_log(int flags);
  [[nodiscard]] std::string name() const;
  void write_target(std::string_view text) const;
  /// Hands the first `size` bytes kept to `use`, piece by piece.
  template <typename Use>
  void read_kept(long size, const Use& use) const;

  Target target_;
  bool direct_;
  int kept_ = -1;
  int special_ = -1;
  std::unique_ptr<Hash> hash_;
  long size_ = 0;
};

}  // namespace ntkcert::files
