#pragma once

#include <string>

#include "sandbox/http/http_message.hpp"
#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// What answers about the attachments of one layer or table. `address` is that of the layer. All is borrowed.
class attachment_query {
public:
  attachment_query(const http_request& request, const table& from, std::string address, dialect speaks);

  /// `.../queryAttachments`: the attachments of rows chosen by objectIds, globalIds or definitionExpression, narrowed by
  /// attachmentsDefinitionExpression, attachmentTypes, size and keywords. A page is counted in rows.
  /// ArcGIS REST API, Query Attachments (Feature Service/Layer).
  http_response list(std::int64_t now_ms) const;
  /// `.../<object id>/attachments`. ArcGIS REST API, Attachment Infos.
  http_response infos(std::int64_t object_id) const;
  /// `.../<object id>/attachments/<id>`: the bytes. ArcGIS REST API, Attachment.
  http_response bytes(std::int64_t object_id, std::int64_t id) const;

private:
  const http_request& request_;
  const table& from_;
  std::string address_;
  dialect speaks_;
};

} // namespace sandbox
