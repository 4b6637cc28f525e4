#include "files/record_stream.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "files/error.hpp"
#include "files/output_file.hpp"

namespace ntkcert::files {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path) {
  throw OutputError(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

}  // namespace

/// SHA-256 of what was added so far.
class RecordStream::Hash {
 public:
  Hash() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr || EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) != 1) {
      throw std::runtime_error("OpenSSL offers no SHA-256");
    }
  }
  Hash(const Hash&) = delete;
  Hash& operator=(const Hash&) = delete;
  ~Hash() { EVP_MD_CTX_free(context_); }

  void add(std::string_view text) { EVP_DigestUpdate(context_, text.data(), text.size()); }
  [[nodiscard]] std::string text() const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_MD_CTX* copy = EVP_MD_CTX_new();
    EVP_MD_CTX_copy_ex(copy, context_);
    EVP_DigestFinal_ex(copy, digest.data(), &length);
    EVP_MD_CTX_free(copy);
    std::string result;
    for (unsigned i = 0; i < length; ++i) {
      result += fmt::format("{:02x}", digest.at(i));
    }
    return result;
  }

 private:
  EVP_MD_CTX* context_;
};

RecordStream::RecordStream(Target target)
    : target_(std::move(target)),
      direct_(!target_.held && (!target_.path || is_special(*target_.path))),
      hash_(std::make_unique<Hash>()) {
  if (!target_.log && !direct_) {
    const bool regular = target_.path && !is_special(*target_.path);
    kept_ = open_unnamed(regular ? *target_.path : (fs::temp_directory_path() / "ntkcert").string());
  }
  if (direct_ && target_.path) {
    special_ = open(target_.path->c_str(), O_WRONLY | O_CLOEXEC);
    if (special_ < 0) {
      fail(*target_.path);
    }
  }
}

RecordStream::~RecordStream() {
  for (const int descriptor : {kept_, special_}) {
    if (descriptor >= 0) {
      close(descriptor);
    }
  }
}

void RecordStream::open_log(int flags) {
  kept_ = open(target_.log->c_str(), O_RDWR | O_CLOEXEC | flags, 0666);
  if (kept_ < 0) {
    fail(*target_.log);
  }
}

std::string RecordStream::name() const {
  return target_.log.value_or(target_.path.value_or("standard output"));
}

void RecordStream::write_target(std::string_view text) const {
  if (special_ >= 0) {
    write_all(special_, text, *target_.path);
  } else {
    write_stdout(text);
  }
}

template <typename Use>
void RecordStream::read_kept(long size, const Use& use) const {
  std::vector<char> buffer(1 << 20);
  for (long done = 0; done < size;) {
    const auto wanted = std::min(buffer.size(), static_cast<std::size_t>(size - done));
    const ssize_t got = pread(kept_, buffer.data(), wanted, done);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      fail(name());
    }
    use(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    done += got;
  }
}

void RecordStream::write(std::string_view text) {
  if (target_.log && kept_ < 0) {
    open_log(O_CREAT | O_TRUNC);
  }
  if (kept_ >= 0) {
    write_all(kept_, text, name());
    hash_->add(text);
    size_ += static_cast<long>(text.size());
  }
  if (direct_) {
    write_target(text);
  }
}

void RecordStream::restart() {
  if (kept_ < 0) {
    return;
  }
  if (ftruncate(kept_, 0) != 0 || lseek(kept_, 0, SEEK_SET) != 0) {
    fail(name());
  }
  size_ = 0;
  hash_ = std::make_unique<Hash>();
}

void RecordStream::finish() {
  if (!direct_) {
    const auto copy = [&](int descriptor) {
      read_kept(size_, [&](std::string_view piece) {
        write_all(descriptor, piece, target_.path.value_or("standard output"));
      });
    };
    if (target_.path) {
      write_file(*target_.path, copy);
    } else {
      copy(STDOUT_FILENO);
    }
  }
  if (target_.log) {
    unlink(target_.log->c_str());
  }
}

RecordStream::Mark RecordStream::mark() {
  if (fdatasync(kept_) != 0) {
    fail(name());
  }
  return {size_, hash_->text()};
}

bool RecordStream::resume(const Mark& mark) {
  open_log(0);
  if (lseek(kept_, 0, SEEK_END) < mark.size) {
    return false;
  }
  hash_ = std::make_unique<Hash>();
  read_kept(mark.size, [&](std::string_view piece) { hash_->add(piece); });
  if (hash_->text() != mark.sha256) {
    return false;
  }
  if (ftruncate(kept_, mark.size) != 0 || lseek(kept_, mark.size, SEEK_SET) != mark.size) {
    fail(name());
  }
  size_ = mark.size;
  if (direct_) {
    read_kept(size_, [&](std::string_view piece) { write_target(piece); });
  }
  return true;
}

}  // namespace ntkcert::files
