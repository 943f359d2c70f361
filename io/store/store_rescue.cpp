#include "io/store/store_rescue.hpp"

#include "io/store/lmdb_environment.hpp"
#include "io/store/sealed_value.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <utility>

namespace io {
namespace {

/// How the child ends.
enum verdict : int { copied = 0, read_only_good = 40, unreadable = 41, newer_schema = 42, damaged = 43 };

constexpr unsigned time_limit_seconds = 30;

int schema_of(MDB_txn* txn, int& schema) {
  return walk(txn, table::meta, [&](std::string_view key, std::string_view value) {
    if (key == "schema")
      if (auto text = unseal(name_of(table::meta), key, value))
        schema = std::atoi(std::string(*text).c_str());
    return 0;
  });
}

/// Copies a table. Every store has every table of its schema; fewer or more rows than the tree
/// claims, or keys out of order, are damage.
int copy_table(MDB_txn* from, MDB_txn* to, table which) {
  MDB_dbi source = 0;
  MDB_dbi target = 0;
  MDB_stat claimed{};
  if (::mdb_dbi_open(from, name_of(which), 0, &source) != 0 || ::mdb_stat(from, source, &claimed) != 0)
    return MDB_CORRUPTED;
  if (int rc = ::mdb_dbi_open(to, name_of(which), MDB_CREATE, &target))
    return rc;
  std::size_t rows = 0;
  const int rc = walk(from, which, [&](std::string_view key, std::string_view value) {
    ++rows;
    auto k = value_of(key);
    auto v = value_of(value);
    const int put = ::mdb_put(to, target, &k, &v, MDB_APPEND);
    return put == MDB_KEYEXIST ? MDB_CORRUPTED : put;
  });
  if (rc != 0)
    return rc;
  return claimed.ms_entries == rows ? 0 : MDB_CORRUPTED;
}

/// Reads every byte of every row.
int read_all(MDB_txn* txn) {
  volatile unsigned char sum = 0;
  for (std::size_t i = 0; i < table_names.size(); ++i) {
    const int rc = walk(txn, static_cast<table>(i), [&](std::string_view key, std::string_view value) {
      for (auto bytes : {key, value})
        for (char byte : bytes)
          sum = static_cast<unsigned char>(sum ^ static_cast<unsigned char>(byte));
      return 0;
    });
    if (rc != 0)
      return rc;
  }
  return 0;
}

std::size_t tables_of(int schema) { return schema < 2 ? table_names.size() - 1 : table_names.size(); }

int copy_all(MDB_txn* from, int schema, const std::string& copy, std::size_t map_bytes) {
  environment_ptr env;
  transaction_ptr to;
  if (int rc = open_environment(copy, map_bytes, 0, env))
    return rc;
  if (int rc = begin(env.get(), 0, to))
    return rc;
  for (std::size_t i = 0; i < tables_of(schema); ++i)
    if (int rc = copy_table(from, to.get(), static_cast<table>(i)))
      return rc;
  return commit(std::move(to));
}

verdict judge(int rc) {
  return rc == EACCES || rc == EPERM || rc == ENOMEM || rc == EMFILE || rc == EROFS ? unreadable : damaged;
}

/// Opening maps as much as the file says it has pages. A number that nobody can map is
/// a lie of the file where there is memory for all that it really holds.
verdict judge_opening(int rc, const std::string& file, std::size_t map_bytes) {
  struct stat about {};
  if (rc != ENOMEM || ::stat(file.c_str(), &about) != 0)
    return judge(rc);
  const auto honest = std::max(map_bytes, static_cast<std::size_t>(about.st_size));
  void* const mapped = ::mmap(nullptr, honest, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED)
    return unreadable;
  ::munmap(mapped, honest);
  return damaged;
}

verdict examine(const std::string& file, const std::string& copy, std::size_t map_bytes) {
  environment_ptr env;
  transaction_ptr from;
  if (int rc = open_environment(file, map_bytes, MDB_RDONLY, env))
    return judge_opening(rc, file, map_bytes);
  if (int rc = begin(env.get(), MDB_RDONLY, from))
    return judge(rc);
  int schema = 0;
  if (int rc = schema_of(from.get(), schema))
    return judge(rc);
  if (schema > store_schema)
    return newer_schema;
  if (int rc = read_all(from.get()))
    return judge(rc);
  ::alarm(0); // what follows writes, and how long a disk takes for that says nothing of the file
  const int rc = copy_all(from.get(), schema, copy, map_bytes);
  if (rc == ENOSPC || rc == EDQUOT || rc == EIO) // of the new file: the old one was read to its end
    return read_only_good;
  return rc == 0 ? copied : damaged;
}

[[noreturn]] void run_child(const std::string& file, const std::string& copy, std::size_t map_bytes) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int signal : {SIGBUS, SIGSEGV, SIGABRT, SIGALRM, SIGFPE, SIGILL})
    std::signal(signal, SIG_DFL);
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (int null = ::open("/dev/null", O_WRONLY); null >= 0)
    ::dup2(null, STDERR_FILENO); // a library's last words before it aborts
  ::alarm(time_limit_seconds);
  ::_exit(examine(file, copy, map_bytes));
}

/// A fault or a failed assertion is damage. A child that somebody killed, or that
/// did not come to an end, says nothing of the file.
verdict verdict_of(int ended) {
  if (WIFEXITED(ended))
    return static_cast<verdict>(WEXITSTATUS(ended));
  const int signal = WTERMSIG(ended);
  return signal == SIGBUS || signal == SIGSEGV || signal == SIGABRT ? damaged : unreadable;
}

proto::failure trouble(const std::string& file, std::string words, std::string hint = {}) {
  proto::failure why;
  why.code = proto::failure_code::store_unavailable;
  why.during = "examining the store";
  why.subject = file;
  why.server_said = std::move(words);
  why.hint = std::move(hint);
  return why;
}

/// Renames and makes the new name durable.
int replace(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return errno;
  const auto folder = std::filesystem::path(to).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return errno;
  const int rc = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  return rc;
}

std::string free_name(const std::string& file) {
  const auto stem = file + ".damaged-" + std::to_string(std::time(nullptr));
  auto name = stem;
  for (int i = 2; std::filesystem::exists(name); ++i)
    name = stem + "-" + std::to_string(i);
  return name;
}

} // namespace

proto::result<std::optional<std::string>> rescue_store(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0)
    return errno == ENOENT ? proto::result<std::optional<std::string>>(std::nullopt)
                           : trouble(file, std::strerror(errno));
  const auto copy = file + ".new";
  ::unlink(copy.c_str());
  // Room for a copy in one transaction, which may split pages that were full.
  const auto map_bytes = std::max<std::size_t>(4 * static_cast<std::size_t>(status.st_size), 1u << 20);
  const pid_t child = ::fork();
  if (child < 0)
    return trouble(file, std::strerror(errno));
  if (child == 0)
    run_child(file, copy, map_bytes);
  int ended = 0;
  while (::waitpid(child, &ended, 0) < 0 && errno == EINTR) {
  }
  const auto code = verdict_of(ended);
  if (code == newer_schema)
    return trouble(file, "the store was written by a newer version",
      "install the newer version again, or start with another stateDirectory");
  if (code == unreadable)
    return trouble(file, "the file could not be read to its end",
      "it is left as it is; look at its owner, at free memory and at the disk, then start again");
  int rc = 0;
  std::optional<std::string> put_aside;
  if (code == copied)
    rc = replace(copy, file);
  else if (code != read_only_good)
    rc = replace(file, put_aside.emplace(free_name(file)));
  ::unlink(copy.c_str());
  if (rc != 0)
    return trouble(file, std::strerror(rc));
  return put_aside;
}

} // namespace io
