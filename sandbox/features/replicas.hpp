#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace sandbox {

/// The registered replicas of a feature service. Safe for several threads.
class replica_register {
public:
  struct entry {
    std::string name;
    std::string id; ///< as the dialect writes it
    std::string owner;
    nlohmann::json info; ///< what the resource of the replica says; null until it has been built
  };

  /// Names that are invented begin with that of the service.
  explicit replica_register(std::string service) : service_{std::move(service)} {}

  /// Takes a name; where it is taken already, `_0`, `_1` ... is added. An empty one is invented.
  std::string reserve(const std::string& name, const std::string& id, const std::string& owner);
  /// From now on the replica is listed.
  void list(const std::string& id, nlohmann::json info);
  /// Braces and case do not matter; `*` is every one of the owner's. False if the owner has no such replica.
  bool remove(const std::string& id, const std::string& owner);
  /// Those that are listed.
  std::vector<entry> of(const std::string& owner) const;
  /// The info of a listed one, or null.
  nlohmann::json find(const std::string& id, const std::string& owner) const;

private:
  std::string service_;
  mutable std::mutex mutex_;
  std::vector<entry> entries_;
};

} // namespace sandbox
