# The programs that cargo installs: cargo-leptos and wasm-bindgen. Sourced; needs say, paths, versions.
# Each lies in a folder named by its version, so that two branches with different versions do not fight.

# Their speed matters little here, the minutes until the first page do: unoptimised, cargo-leptos compiles in half
# the time.
TOOL_PROFILE=(CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0)

# for_each_tool FUNCTION: calls it with CRATE VERSION COMMAND CARGO_FLAG… of each.
for_each_tool() {
  # Its own lock file names a wasm-bindgen that may have been withdrawn: not --locked.
  "$1" wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen &&
    # A dependency of it declares a newer Rust than it needs.
    "$1" cargo-leptos "$CARGO_LEPTOS_VERSION" cargo-leptos --locked --ignore-rust-version --features no_downloads
}

tools_are_there() { for_each_tool tool_is_there; }

prepare_tools() { for_each_tool tool_prepare; }

# Where tool CRATE VERSION is installed.
tool_folder() { printf '%s/tools/%s-%s\n' "$CACHE" "$1" "$2"; }

# Installed here, or the person's own, if that is the same version.
tool_is_there() { [ -x "$(tool_folder "$1" "$2")/bin/$3" ] || [[ "$("$3" --version 2>/dev/null)" == *" $2" ]]; }

# Puts the tool on PATH, and installs it first when it is missing.
tool_prepare() {
  tool_is_there "$@" || one_at_a_time tool_install "$@" || exit 1
  local bin
  bin="$(tool_folder "$1" "$2")/bin"
  if [ -d "$bin" ]; then export PATH="$bin:$PATH"; fi
}

tool_install() {
  local crate=$1 version=$2
  # Somebody else may have installed it while this one waited.
  tool_is_there "$@" && return 0
  say "Installing $crate $version with cargo (once; some minutes)"
  shift 3
  env -u CARGO_BUILD_BUILD_DIR CARGO_TARGET_DIR="$CACHE/tools/target" "${TOOL_PROFILE[@]}" \
    cargo install "$crate" --version "$version" --root "$(tool_folder "$crate" "$version")" "$@" </dev/null ||
    die "cargo could not install $crate $version. Look at its message above; most often the network is missing"
  rm -rf "$CACHE/tools/target"
}
