# Where cargo compiles to. Sourced; needs paths.sh and a chosen toolchain.
#
# SurrealDB takes six to ten minutes to compile, so what cargo keeps between builds lies in the cache, shared by
# every checkout (or in CARGO_TARGET_DIR, if that was set). The finished program lies in this checkout's own
# target/, so that nobody ever starts the program that another checkout built.

if [ -z "${CARGO_BUILD_BUILD_DIR:-}" ]; then
  if [ -n "${CARGO_TARGET_DIR:-}" ]; then
    CARGO_BUILD_BUILD_DIR="$CARGO_TARGET_DIR"
  else
    # Two toolchains would make cargo compile everything again at each change from one to the other.
    CARGO_BUILD_BUILD_DIR="$CACHE/target${TOOLCHAIN:+-$TOOLCHAIN}"
  fi
fi
export CARGO_BUILD_BUILD_DIR
export CARGO_TARGET_DIR="$ROOT/target"
