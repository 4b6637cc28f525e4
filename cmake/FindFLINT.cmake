# FLINT with Arb: FLINT 3 carries Arb (headers flint/arb.h); FLINT 2 needs the separate
# library (headers arb.h; Debian calls it flint-arb, upstream arb). Gives the target FLINT::arb and FLINT_VERSION.
find_path(FLINT_INCLUDE_DIR flint/flint.h)
find_library(FLINT_LIBRARY flint)
find_library(GMP_LIBRARY gmp)
find_library(MPFR_LIBRARY mpfr)

if(FLINT_INCLUDE_DIR)
  file(STRINGS ${FLINT_INCLUDE_DIR}/flint/flint.h FLINT_VERSION_LINE
       REGEX "#define FLINT_VERSION \"[0-9.]+\"")
  string(REGEX MATCH "[0-9]+\\.[0-9.]+" FLINT_VERSION "${FLINT_VERSION_LINE}")
endif()

if(EXISTS ${FLINT_INCLUDE_DIR}/flint/arb.h)
  set(FLINT_ARB_INCLUDE_DIR ${FLINT_INCLUDE_DIR}/flint)
  set(FLINT_ARB_LIBRARY ${FLINT_LIBRARY})
else()
  find_path(FLINT_ARB_INCLUDE_DIR arb.h)
  find_library(FLINT_ARB_LIBRARY NAMES flint-arb arb)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(FLINT
  REQUIRED_VARS FLINT_LIBRARY FLINT_ARB_LIBRARY FLINT_ARB_INCLUDE_DIR GMP_LIBRARY MPFR_LIBRARY
  VERSION_VAR FLINT_VERSION)

if(FLINT_FOUND AND NOT TARGET FLINT::arb)
  add_library(FLINT::arb INTERFACE IMPORTED)
  set_target_properties(FLINT::arb PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${FLINT_INCLUDE_DIR};${FLINT_ARB_INCLUDE_DIR};${FLINT_INCLUDE_DIR}/flint"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${FLINT_INCLUDE_DIR};${FLINT_ARB_INCLUDE_DIR};${FLINT_INCLUDE_DIR}/flint"
    INTERFACE_LINK_LIBRARIES "${FLINT_ARB_LIBRARY};${FLINT_LIBRARY};${MPFR_LIBRARY};${GMP_LIBRARY}")
endif()
mark_as_advanced(FLINT_INCLUDE_DIR FLINT_LIBRARY FLINT_ARB_INCLUDE_DIR FLINT_ARB_LIBRARY GMP_LIBRARY MPFR_LIBRARY)
