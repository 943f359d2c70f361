#include "core/estimate/row_counting.hpp"

#include "core/service_parameters.hpp"
#include "proto/arcgis/service_address.hpp"

#include <algorithm>

namespace core {
namespace {

constexpr std::size_t most_parents = 2000;     // rows whose attachments are asked for
constexpr std::size_t parents_at_a_time = 250; // ids of a request
constexpr std::size_t longest_query =
  600; // characters of a GET's parameters before they are encoded; proxies cut at 2 KB
constexpr auto related_alone = "rows that belong to rows which are taken; which ones only the service knows";

bool is_long(const std::vector<std::pair<std::string, std::string>>& form) {
  std::size_t length = 0;
  for (const auto& [name, value] : form)
    length += name.size() + value.size() + 2;
  return length > longest_query;
}

/// What of the rows a replica's filter chooses; of related rows the most there can be.
proto::row_query query_of(const proto::layer_query& filter, const proto::area& area) {
  if (filter.query_option != proto::query_option::use_filter)
    return {};
  proto::row_query query{filter.where, {}};
  if (filter.use_geometry)
    query.geometry = area;
  return query;
}

proto::plan_number unknown(const std::string& why) { return {0, std::nullopt, why}; }

/// Nothing is certain of related rows but their most.
void loosen(proto::plan_number& number) {
  number.lower = 0;
  if (number.upper != 0u && number.why.empty())
    number.why = related_alone;
}

std::string words_of(const proto::failure& why) { return "the service did not say: " + proto::describe(why); }

} // namespace

std::vector<proto::row_numbers> row_counting::count(const planned_export& planned, const std::string& key) {
  const auto& task = std::get<proto::feature_sync_task>(planned.task);
  std::vector<proto::row_numbers> all;
  for (const auto& filter : task.request.layers) {
    const auto covered = std::ranges::find(planned.covers, filter.layer_id, &proto::covered_layer::service_layer);
    if (covered == planned.covers.end())
      continue;
    const place where{task, filter.layer_id, key + "/" + std::to_string(filter.layer_id), covered->title};
    const bool is_schema = filter.query_option == proto::query_option::none;
    proto::row_numbers numbers{*covered, proto::exactly(0), {}, {}};
    if (!is_schema || filter.include_related) {
      const auto query = query_of(filter, task.request.geometry);
      numbers.rows = rows(where, query);
      add_attachments(where, query, numbers);
    }
    if (is_schema && filter.include_related)
      for (auto* number : {&numbers.rows, numbers.attachments ? &*numbers.attachments : nullptr,
             numbers.attachment_bytes ? &*numbers.attachment_bytes : nullptr})
        if (number != nullptr)
          loosen(*number);
    all.push_back(std::move(numbers));
  }
  return all;
}

proto::plan_number row_counting::rows(const place& where, const proto::row_query& query) {
  const auto* answer = ask(where, "query", "count:" + where.key, proto::to_count_form(query));
  if (answer == nullptr)
    return {};
  const auto count = *answer ? proto::read_row_count(**answer) : proto::result<std::uint64_t>(answer->error());
  return count ? proto::exactly(*count) : unknown(words_of(count.error()));
}

/// By the ids of the rows: attachments cannot be asked for by place.
void row_counting::add_attachments(const place& where, const proto::row_query& query, proto::row_numbers& into) {
  const auto& service = inputs_.features.at(proto::comparable_address(where.task.service));
  const auto described = service.layers.find(where.layer);
  const bool has_them = described != service.layers.end() && described->second && described->second->has_attachments;
  if (!where.task.request.return_attachments || !has_them)
    return;
  const auto give_up = [&](const std::string& why) { into.attachments = into.attachment_bytes = unknown(why); };
  if (!into.rows.upper)
    return give_up(into.rows.why);
  if (*into.rows.upper > most_parents)
    return give_up("asked for up to " + std::to_string(most_parents) + " rows alone");
  const auto* listed = ask(where, "query", "ids:" + where.key, proto::to_ids_form(query));
  if (listed == nullptr)
    return;
  const auto ids = *listed ? proto::read_row_ids(**listed) : proto::result<std::vector<std::int64_t>>(listed->error());
  if (!ids)
    return give_up(words_of(ids.error()));
  if (ids->size() != *into.rows.upper)
    return give_up("the service lists other rows than it counts");
  proto::attachment_sum sum;
  for (std::size_t first = 0; first < ids->size(); first += parents_at_a_time) {
    const auto begin = ids->begin() + static_cast<std::ptrdiff_t>(first);
    const auto some = std::min(parents_at_a_time, ids->size() - first);
    const auto* answer = ask(where, "queryAttachments", "attachments:" + where.key + ":" + std::to_string(first),
      proto::to_attachments_form({begin, begin + static_cast<std::ptrdiff_t>(some)}));
    if (answer == nullptr)
      continue;
    const auto part =
      *answer ? proto::read_attachment_sum(**answer) : proto::result<proto::attachment_sum>(answer->error());
    if (!part)
      return give_up(words_of(part.error()));
    sum.count += part->count;
    sum.bytes += part->bytes;
  }
  into.attachments = proto::exactly(sum.count);
  into.attachment_bytes = proto::exactly(sum.bytes);
}

const proto::result<nlohmann::json>* row_counting::ask(const place& where, const std::string& operation,
  const std::string& key, std::vector<std::pair<std::string, std::string>> form) {
  auto request = named_document(where.task.service + "/" + std::to_string(where.layer) + "/" + operation, portal_);
  request.method = is_long(form) ? http_method::post : http_method::get;
  request.form = std::move(form);
  append_parameters(request, {where.task.parameters, where.task.secret_parameters}, where.task.service);
  return reader_.json(key, request, document_reader::importance::of_layer, "asking for numbers", where.title);
}

} // namespace core
