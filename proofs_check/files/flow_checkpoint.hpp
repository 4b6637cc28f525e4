#pragma once

#include <string>
#include <vector>

#include "files/record_stream.hpp"
#include "files/run_file.hpp"
#include "ntkcert/flow/double_integrate.hpp"

namespace ntkcert::files {

/// Where a flow in doubles stands, and which records it has made (schema ntkcert/flow-checkpoint/1): they are
/// in the file `records_path`. Every number is exact, so that a run which goes on from here gives the same
/// bits as one that never stopped.
struct FlowCheckpoint {
  /// Of the records; a run goes on in the same one.
  std::string format;
  DoubleIntegrator::Front front;
  long steps = 0;
  double radius = 0;  // the largest so far
  RecordStream::Mark records;
  std::string state;  // what further records depend on
};

/// Beside the checkpoint.
[[nodiscard]] std::string records_path(const std::string& checkpoint);

/// SHA-256 of the hashes of all files that the run is made of.
[[nodiscard]] std::string run_hash(const RunFile& run);

/// Replaces the file, whole or not at all; throws OutputError and leaves the old one if it cannot. The last
/// member is the SHA-256 of all before it.
void write_checkpoint(const std::string& path, const FlowCheckpoint& checkpoint, const RunFile& run);

/// Throws BadFile for a file that is none or is damaged, and for one of another run, version or format: then
/// the message has both hashes (versions, formats).
[[nodiscard]] FlowCheckpoint read_checkpoint(const std::string& path, const RunFile& run,
                                             const std::string& format);

}  // namespace ntkcert::files
