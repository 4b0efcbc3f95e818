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
# To cargo two checkouts are the same but for the age of their files: it would take what another one compiled later for its own.
# So what the last one compiled of ours is older than everything here. (Two at the same time need a build folder each.)
if [ "$(cat "$CARGO_BUILD_BUILD_DIR/checkout" 2>/dev/null)" != "$ROOT" ]; then
  mkdir -p "$CARGO_BUILD_BUILD_DIR"
  find "$ROOT" \( -name target -o -name node_modules -o -name .git \) -prune -o \
    -type f \( -name '*.rs' -o -name '*.toml' -o -name '*.surql' -o -path '*/src/*.js' \) -exec touch -c {} +
  echo "$ROOT" > "$CARGO_BUILD_BUILD_DIR/checkout"
fi
export CARGO_BUILD_BUILD_DIR
export CARGO_TARGET_DIR="$ROOT/target"
