#pragma once

#include "core/ports/operation.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace support {

/// What ports have been asked for and have not answered. Nothing happens until
/// the test lets it happen; destroying the operation takes it off the list.
class pending_work {
  struct entry {
    std::string what;
    std::function<void()> run;
    bool dropped = false;
  };

public:
  class handle : public core::operation {
  public:
    explicit handle(std::shared_ptr<entry> work) : work_(std::move(work)) {}
    ~handle() override { work_->dropped = true; }

  private:
    std::shared_ptr<entry> work_;
  };

  core::operation_ptr add(std::string what, std::function<void()> run) {
    auto work = std::make_shared<entry>(entry{std::move(what), std::move(run), false});
    entries_.push_back(work);
    return std::make_unique<handle>(work);
  }

  std::size_t size() {
    std::erase_if(entries_, [](const auto& work) { return work->dropped; });
    return entries_.size();
  }
  const std::string& what(std::size_t at) const { return entries_.at(at)->what; }

  /// Lets one happen, by its position in order of asking.
  void complete(std::size_t at) {
    auto work = entries_.at(at);
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(at));
    if (!work->dropped)
      work->run();
  }

  void clear() { entries_.clear(); }

private:
  std::vector<std::shared_ptr<entry>> entries_;
};

} // namespace support
