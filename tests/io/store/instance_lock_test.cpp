#include "io/store/instance_lock.hpp"
#include "tests/support/scratch_directory.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace io {
namespace {

TEST(InstanceLock, ASecondHolderIsRefusedAndToldWhoHoldsIt) {
  const scratch_directory scratch;
  const auto first = instance_lock::acquire(scratch.at("state"));
  ASSERT_TRUE(first);
  const auto second = instance_lock::acquire(scratch.at("state"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, proto::failure_code::store_unavailable);
  EXPECT_NE(second.error().server_said.find(std::to_string(::getpid())), std::string::npos);
}

TEST(InstanceLock, AnotherProcessIsRefusedToo) {
  const scratch_directory scratch;
  const auto held = instance_lock::acquire(scratch.at("state"));
  ASSERT_TRUE(held);
  const auto child = ::fork();
  if (child == 0)
    ::_exit(instance_lock::acquire(scratch.at("state")) ? 1 : 0);
  int ended = -1;
  ::waitpid(child, &ended, 0);
  EXPECT_EQ(ended, 0);
}

TEST(InstanceLock, IsFreeAgainWhenItsHolderEndsHoweverItEnds) {
  const scratch_directory scratch;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto held = instance_lock::acquire(scratch.at("state"));
    const char yes = held ? 'y' : 'n';
    (void)!::write(ready[1], &yes, 1);
    ::pause();
    ::_exit(0);
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  EXPECT_FALSE(instance_lock::acquire(scratch.at("state")));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(instance_lock::acquire(scratch.at("state")));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(InstanceLock, MakesAPrivateStateDirectory) {
  const scratch_directory scratch;
  const auto lock = instance_lock::acquire(scratch.at("a/state"));
  ASSERT_TRUE(lock);
  EXPECT_EQ(std::filesystem::status(lock->directory()).permissions(), std::filesystem::perms::owner_all);
}

TEST(InstanceLock, AFileInTheWayIsAFailureNotAnException) {
  const scratch_directory scratch;
  write_file(scratch.at("state"), "not a folder");
  EXPECT_FALSE(instance_lock::acquire(scratch.at("state")));
  EXPECT_FALSE(instance_lock::acquire(scratch.at("state/below")));
}

} // namespace
} // namespace io
