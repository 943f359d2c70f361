#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sandbox {

/// The registered replicas of a feature service. Safe for several threads.
class replica_register {
public:
  struct entry {
    std::string name;
    std::string id; ///< as the dialect writes it
    std::string owner;
    bool listed = false; ///< only once it has been built
  };

  /// `prefix` begins the names that nobody chose.
  explicit replica_register(std::string prefix) : prefix_{std::move(prefix)} {}

  /// Takes a name; where it is taken already, `_0`, `_1` ... is added. An empty one is invented.
  entry reserve(const std::string& name, const std::string& id, const std::string& owner);
  void list(const std::string& id);
  /// Braces and case do not matter. False if the owner has no such replica.
  bool remove(const std::string& id, const std::string& owner);
  std::vector<entry> of(const std::string& owner) const;

private:
  std::string prefix_;
  mutable std::mutex mutex_;
  std::vector<entry> entries_;
};

} // namespace sandbox
