#pragma once

#include <span>

namespace sandbox {

// Rows that every mobile geodatabase of release 10.5.1 has: facts of the format, taken from a published sample of
// the vendor. The ids are the same in the files of every writer.

struct item_type {
  const char* uuid;
  const char* name;
  const char* parent;
};

struct relationship_type {
  const char* uuid;
  const char* name;
  const char* forward_label;
  const char* backward_label;
  const char* origin_type;
  const char* destination_type;
  int containment;
};

std::span<const item_type> item_types();
std::span<const relationship_type> relationship_types();

// Those that a replica has rows of.
inline constexpr const char* folder_type = "{F3783E6F-65CA-4514-8315-CE3985DAD3B1}";
inline constexpr const char* workspace_type = "{C673FE0F-7280-404F-8532-20755DD8FC06}";
inline constexpr const char* historical_marker_type = "{DC64B6E4-DC0F-43BD-B4F5-F22385DCF055}";
inline constexpr const char* feature_class_type = "{70737809-852C-4A03-9E22-2CECEA5B9BFA}";
inline constexpr const char* table_type = "{CD06BC3B-789D-4C51-AAFA-A467912B8965}";
inline constexpr const char* relationship_class_type = "{B606A7E1-FA5B-439C-849C-6E9C2481537B}";
inline constexpr const char* range_domain_type = "{C29DA988-8C3E-45F7-8B5C-18E51EE7BEB4}";
inline constexpr const char* coded_value_domain_type = "{8C368B12-A12E-4C7E-9638-C9C64E69E98F}";
inline constexpr const char* sync_replica_type = "{5B966567-FB87-4DDE-938B-B4B37423539D}";
inline constexpr const char* sync_dataset_type = "{D86502F9-9758-45C6-9D23-6DD1A0107B47}";

inline constexpr const char* dataset_in_folder = "{DC78F1AB-34E4-43AC-BA47-1C4EABD0E7C7}";
inline constexpr const char* domain_in_dataset = "{17E08ADB-2B31-4DCD-8FDD-DF529E88F843}";
inline constexpr const char* datasets_related_through = "{725BADAB-3452-491B-A795-55F32D67229C}";
inline constexpr const char* sync_dataset_in_replica = "{CC28387C-441F-4D7C-A802-41A160317FE0}";
inline constexpr const char* dataset_of_sync_dataset = "{79CC71C8-B7D9-4141-9014-B6373E236ABB}";

} // namespace sandbox
