# The programs that cargo installs: cargo-leptos and wasm-bindgen. Sourced; needs say, paths, versions.
# Each lies in a folder named by its version, so that two branches with different versions do not fight.

# Their speed does not matter here, the minutes until the first page do: no optimisation.
TOOL_PROFILE=(CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0)

# tool CRATE VERSION COMMAND CARGO_FLAG…: puts COMMAND on PATH, installing it when it is missing.
tool() {
  local crate=$1 version=$2 command=$3 folder="$CACHE/tools/$1-$2"
  if [ ! -x "$folder/bin/$command" ]; then
    # The person's own, when it is the same.
    [[ "$("$command" --version 2>/dev/null)" == *" $version" ]] && return 0
    one_at_a_time tool_install "$folder" "$@"
  fi
  export PATH="$folder/bin:$PATH"
}

tool_install() {
  local folder=$1 crate=$2 version=$3 command=$4
  shift 4
  [ ! -x "$folder/bin/$command" ] || return 0
  say "Installing $crate $version with cargo (once; some minutes)"
  env -u CARGO_BUILD_BUILD_DIR CARGO_TARGET_DIR="$CACHE/tools/target" "${TOOL_PROFILE[@]}" \
    cargo install "$crate" --version "$version" --root "$folder" "$@" </dev/null ||
    die "cargo could not install $crate $version. Look at its message above; most often the network is missing"
  rm -rf "$CACHE/tools/target"
}

prepare_tools() {
  # Its own lock file names a wasm-bindgen that may have been withdrawn: not --locked.
  tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen
  # A dependency of it declares a newer Rust than it needs.
  tool cargo-leptos "$CARGO_LEPTOS_VERSION" cargo-leptos --locked --ignore-rust-version --features no_downloads
}
