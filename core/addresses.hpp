#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace core {

/// Whether a parameter of this name is a secret: token, key, apikey, password, signature …
bool is_secret_name(std::string_view name);

/// Whether a custom parameter of a layer is one: people name them freely, and a value may be an
/// address with a secret in it.
bool is_secret_parameter(std::string_view name, std::string_view value = {});

/// The address without `user:password@` and without parameters that are secrets by
/// their name; everything else unchanged. Also works on text that holds
/// addresses, such as the HTML of a popup; a value that is a field template
/// (`{ASSET}`) stays.
std::string without_secrets(std::string_view text);

/// The same for every text of a document, and for the secrets in `customParameters`.
void remove_secrets(nlohmann::json& document);

/// The same for a document that is stored: of `customParameters` the names stay, without
/// values, so that what is missing can be told.
void withhold_secrets(nlohmann::json& document);

/// What may be stored of an address that leads to a file: without secrets where
/// it lies on the service's own host, empty where it is foreign and has a query
/// (a signed address is a secret).
std::string storable_address(const std::string& address, const std::string& service);

} // namespace core
