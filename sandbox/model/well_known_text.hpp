#pragma once

namespace sandbox {

/// The definitions of the two references that everything here is made for, as the vendor writes them.
inline constexpr const char* mercator_wkt =
  "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_"
  "1984\",6378137.0,298.257223563]],"
  "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER["
  "\"False_Easting\",0.0],"
  "PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",0.0],PARAMETER[\"Standard_Parallel_1\",0.0],"
  "PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0],AUTHORITY[\"EPSG\",3857]]";
inline constexpr const char* degrees_wkt =
  "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298."
  "257223563]],PRIMEM[\"Greenwich\",0.0],"
  "UNIT[\"Degree\",0.0174532925199433],AUTHORITY[\"EPSG\",4326]]";

} // namespace sandbox
