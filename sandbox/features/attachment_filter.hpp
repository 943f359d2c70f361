#pragma once

#include <limits>
#include <string>
#include <vector>

#include "sandbox/features/where_clause.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/model/attachment.hpp"

namespace sandbox {

/// Which attachments queryAttachments wants, of whatever rows.
class attachment_filter {
public:
  /// Reads attachmentsDefinitionExpression (over ATTACHMENTID, ATT_NAME or name, CONTENT_TYPE or contentType, DATA_SIZE
  /// or size, KEYWORDS), attachmentTypes (media types or endings of names), size (`least,most` bytes) and keywords.
  static outcome<attachment_filter> read(const http_request& request, std::int64_t now_ms);

  bool takes(const attachment& one) const;

private:
  where_clause where_;
  std::vector<std::string> types_;    ///< none = all
  std::vector<std::string> keywords_; ///< likewise
  std::uint64_t least_ = 0;
  std::uint64_t most_ = std::numeric_limits<std::uint64_t>::max();
};

} // namespace sandbox
