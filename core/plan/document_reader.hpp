#pragma once

#include "core/plan/planner.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// A small GET of a JSON document. All obey the allow rule: a portal that only a job
/// names is as foreign as what a map names, and a configured one is known as such.
small_request portal_document(const std::string& portal_url, const std::string& portal, const std::string& path);
small_request named_document(const std::string& address, const std::string& portal);

/// Reads the planner's documents and remembers which ones are missing and which
/// have to be waited for.
class document_reader {
public:
  explicit document_reader(const plan_documents& documents) : documents_(documents) {}

  /// Which failures a document may end with; the others are waited for, until it
  /// is given up.
  enum class importance {
    required, ///< portal documents: the network, a busy server and a missing sign-in are waited for
    of_layer, ///< services: the network and a busy server are waited for
  };

  /// The document as JSON, or why there is none; null while it is missing or
  /// waited for. Read once, however many layers ask for it; lives as long as the
  /// reader. `during` and `subject` go into the failure.
  const proto::result<nlohmann::json>* json(const std::string& key, const small_request& request, importance how,
    const std::string& during, const std::string& subject);

  /// Whether `json` has been answered: with a document, or with why there is none.
  bool is_read(const std::string& key) const { return read_.contains(key); }

  /// The answer as it came; nothing while it is missing. Never waited for.
  const reply* raw(const std::string& key, const small_request& request);

  /// What must happen before planning can go on; nothing if all is here.
  std::optional<plan_step> pending() const;

private:
  void wait_for(const std::string& key, const proto::failure& why);

  const plan_documents& documents_;
  std::map<std::string, proto::result<nlohmann::json>> read_;
  plan_need need_;
  std::set<std::string> needed_; ///< keys of need_
  std::optional<plan_wait> wait_;
};

} // namespace core
