# toml++ as a compiled library (the header-only form triples the compile time). Gives the target TomlPlusPlus::tomlplusplus
# and TomlPlusPlus_VERSION.
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h)
find_library(TOMLPLUSPLUS_LIBRARY tomlplusplus)
if(TOMLPLUSPLUS_INCLUDE_DIR)
  file(STRINGS ${TOMLPLUSPLUS_INCLUDE_DIR}/toml++/impl/version.h version_lines REGEX "define TOML_LIB_(MAJOR|MINOR|PATCH)")
  string(REGEX REPLACE "[^0-9]*([0-9]+)[^0-9]+([0-9]+)[^0-9]+([0-9]+).*" "\\1.\\2.\\3" TomlPlusPlus_VERSION "${version_lines}")
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(TomlPlusPlus
  REQUIRED_VARS TOMLPLUSPLUS_LIBRARY TOMLPLUSPLUS_INCLUDE_DIR VERSION_VAR TomlPlusPlus_VERSION)
if(TomlPlusPlus_FOUND AND NOT TARGET TomlPlusPlus::tomlplusplus)
  add_library(TomlPlusPlus::tomlplusplus INTERFACE IMPORTED)
  set_target_properties(TomlPlusPlus::tomlplusplus PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${TOMLPLUSPLUS_INCLUDE_DIR}"
    INTERFACE_COMPILE_DEFINITIONS "TOML_HEADER_ONLY=0;TOML_SHARED_LIB=1"
    INTERFACE_LINK_LIBRARIES "${TOMLPLUSPLUS_LIBRARY}")
endif()
mark_as_advanced(TOMLPLUSPLUS_INCLUDE_DIR TOMLPLUSPLUS_LIBRARY)
