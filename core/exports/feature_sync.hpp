#pragma once

#include "core/exports/export_protocol.hpp"

namespace core {

/// Replicas of a feature service as mobile geodatabases (Feature Service, Create
/// Replica; Asynchronous operations).
class feature_sync : public export_protocol {
public:
  small_request submit(const proto::layer_record& record, const std::string& portal) const override;
  export_answer read_submit(const proto::layer_record& record, const reply& answer) const override;
  small_request poll(const proto::layer_record& record, const std::string& portal) const override;
  export_answer read_poll(
    const proto::layer_record& record, const small_request& asked, const reply& answer) const override;
  check_request checks(const proto::layer_record& record) const override;
  /// None is documented for replicas.
  std::optional<small_request> cancel(const proto::layer_record& record, const std::string& portal) const override;
};

} // namespace core
