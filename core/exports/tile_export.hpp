#pragma once

#include "core/exports/export_protocol.hpp"

namespace core {

/// What raster and vector tile exports have in common: the job resource and the
/// way from it to the file, in both families of answers (Export Tiles; Map
/// Service Job; Map Service Result).
///
///   submit → jobId → <service>/jobs/<id> ─┬─ output.outputUrl ────────────► file
///                    (or exportTiles/jobs) └─ results/out_service_url ─┬──► file
///                                                                      └─ folder listing ► file
class tile_export : public export_protocol {
public:
  small_request submit(const proto::layer_record& record, const std::string& portal) const override;
  export_answer read_submit(const proto::layer_record& record, const reply& answer) const override;
  small_request poll(const proto::layer_record& record, const std::string& portal) const override;
  export_answer read_poll(
    const proto::layer_record& record, const small_request& asked, const reply& answer) const override;
  std::optional<small_request> cancel(const proto::layer_record& record, const std::string& portal) const override;

protected:
  virtual std::vector<std::pair<std::string, std::string>> form(const proto::layer_record& record) const = 0;
};

} // namespace core
