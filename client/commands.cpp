#include "client/commands.hpp"

#include <array>

namespace client {
namespace {

constexpr std::array table{
  command{"capabilities", "FILE", "Print what of a job file's map goes offline, and why the rest does not", true,
    capabilities},
  command{"defaults", "FILE", "Print the parameters of a job file as they would take effect", true, defaults},
  command{"overrides", "FILE", "Print what each service of a job file's map would be asked for, to be edited", true,
    overrides},
  command{
    "plan", "FILE", "Print every request that a job would make, what it would bring and weigh; makes none", true, plan},
  command{"submit", "FILE", "Hand a job file to the daemon and print the job's id", true, submit},
  command{"list", "", "Print all jobs", false, list},
  command{"show", "JOB", "Print one job with its layers", false, show},
  command{"watch", "JOB", "Follow a job until it ends; the exit code is the job's", true, watch},
  command{"pause", "JOB", "Stop a job's work; it keeps what it has", false, pause},
  command{"resume", "JOB", "Go on with a paused job", false, resume},
  command{"cancel", "JOB", "End a job and release what servers keep for it", false, cancel},
  command{"retry", "JOB", "Leave every wait of a job and try now", false, retry},
  command{"remove", "JOB", "Forget a job that has ended; its package stays", false, remove},
  command{"inspect", "PACKAGE", "Print what a mobile map package on disk holds; needs no daemon", false, inspect},
  command{"check", "FILE", "Check a job file or a configuration; needs no daemon", false, check},
  command{
    "login", "CREDENTIAL", "Sign in by hand, once, for a credential that is an OAuth refresh token", false, login},
  command{"version", "", "Print the versions of this program and of the daemon", false, version},
};

} // namespace

std::span<const command> commands() { return table; }

} // namespace client
