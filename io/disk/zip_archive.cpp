#include "io/disk/zip_archive.hpp"

#include "io/disk/check_failure.hpp"

#include <zip.h>

#include <utility>

namespace io {
namespace {

constexpr std::size_t piece_bytes = 1u << 20;

struct close_file {
  void operator()(zip_file_t* file) const { ::zip_fclose(file); }
};

std::string words_of(int error) {
  zip_error_t words;
  ::zip_error_init_with_code(&words, error);
  std::string text = ::zip_error_strerror(&words);
  ::zip_error_fini(&words);
  return text;
}

} // namespace

void zip_archive::closer::operator()(zip* archive) const { ::zip_discard(archive); }

zip_archive::zip_archive(std::string subject, std::stop_token stop)
  : subject_(std::move(subject)),
    stop_(std::move(stop)),
    buffer_(piece_bytes) {}

proto::result<zip_archive> zip_archive::open(int file, const std::string& subject, std::stop_token stop) {
  zip_archive made(subject, stop);
  auto entries = read_zip_structure(file, subject, stop);
  if (!entries)
    return entries.error();
  made.entries_ = std::move(*entries);
  for (std::size_t i = 0; i < made.entries_.size(); ++i)
    made.by_name_.emplace(made.entries_[i].name, i);
  // Opened anew through the descriptor: a position of its own, and no second walk of the path.
  const auto path = "/proc/self/fd/" + std::to_string(file);
  int error = 0;
  made.archive_.reset(::zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
  if (!made.archive_)
    return damaged(subject, words_of(error));
  if (auto failed = made.compare_with_libzip())
    return *failed;
  return made;
}

/// Two readers of one file must see the same entries, or a check of one says
/// nothing about the other.
proto::outcome zip_archive::compare_with_libzip() const {
  const auto differs = damaged(subject_, "two readings of the central directory differ");
  if (::zip_get_num_entries(archive_.get(), 0) != static_cast<zip_int64_t>(entries_.size()))
    return differs;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const char* name = ::zip_get_name(archive_.get(), i, ZIP_FL_ENC_RAW);
    zip_stat_t seen;
    if (name == nullptr || name != entries_[i].name || ::zip_stat_index(archive_.get(), i, 0, &seen) != 0)
      return differs;
    if (seen.size != entries_[i].size || seen.comp_size != entries_[i].stored || seen.crc != entries_[i].crc)
      return differs;
  }
  return {};
}

std::optional<std::size_t> zip_archive::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

proto::failure zip_archive::unreadable(std::size_t entry, const std::string& words) const {
  return damaged(subject_, "`" + entries_[entry].name.substr(0, 200) + "`: " + words);
}

proto::outcome zip_archive::read(std::size_t entry, const sink& into) {
  const std::unique_ptr<zip_file_t, close_file> file(::zip_fopen_index(archive_.get(), entry, 0));
  if (!file)
    return unreadable(entry, ::zip_strerror(archive_.get()));
  std::uint64_t done = 0;
  for (;;) {
    if (stop_.stop_requested())
      return stopped(subject_);
    const auto got = ::zip_fread(file.get(), buffer_.data(), buffer_.size());
    if (got < 0)
      return unreadable(entry, ::zip_file_strerror(file.get()));
    if (got == 0)
      break;
    done += static_cast<std::uint64_t>(got);
    if (done > entries_[entry].size)
      return unreadable(entry, "it unpacks to more than it claims");
    if (auto failed = into(std::span(buffer_).first(static_cast<std::size_t>(got))))
      return failed;
  }
  if (done != entries_[entry].size)
    return unreadable(entry, "it unpacks to less than it claims");
  return {};
}

proto::result<std::string> zip_archive::read_text(std::size_t entry, std::uint64_t limit) {
  if (entries_[entry].size > limit)
    return unreadable(entry, "it is larger than " + std::to_string(limit) + " bytes");
  std::string text;
  text.reserve(static_cast<std::size_t>(entries_[entry].size));
  auto failed = read(entry, [&](std::span<const std::byte> piece) {
    text.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return proto::outcome{};
  });
  if (failed)
    return *failed;
  return text;
}

} // namespace io
