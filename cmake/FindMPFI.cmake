# MPFI, the second interval engine, used by tests only. Gives the target MPFI::mpfi.
find_path(MPFI_INCLUDE_DIR mpfi.h)
find_library(MPFI_LIBRARY mpfi)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MPFI REQUIRED_VARS MPFI_LIBRARY MPFI_INCLUDE_DIR)
if(MPFI_FOUND AND NOT TARGET MPFI::mpfi)
  add_library(MPFI::mpfi INTERFACE IMPORTED)
  set_target_properties(MPFI::mpfi PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${MPFI_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${MPFI_LIBRARY};mpfr;gmp")
endif()
mark_as_advanced(MPFI_INCLUDE_DIR MPFI_LIBRARY)
