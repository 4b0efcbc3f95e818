# Chooses a Rust that compiles for this machine and for the browser. Sourced; needs say, paths, debian, versions.
#
# TERTULIA_TOOLCHAIN=auto    (default) what is on PATH if it can do both, else what rustup can add, else Debian's
# TERTULIA_TOOLCHAIN=rustup  rustup's or nothing
# TERTULIA_TOOLCHAIN=debian  Debian's or nothing

source "$ROOT/scripts/lib/toolchain-rustup.sh"
source "$ROOT/scripts/lib/toolchain-debian.sh"

WASM=wasm32-unknown-unknown

# rust_is_new_enough: is there a compiler on PATH, and can it compile the dependencies?
rust_is_new_enough() {
  have cargo && have rustc || return 1
  local version
  version="$(rustc --version 2>/dev/null | cut -d' ' -f2)" && at_least "$RUST_MINIMUM" "${version:-0}"
}

# rust_has_wasm: does it have the standard library for the browser?
rust_has_wasm() {
  local lib
  lib="$(rustc --print target-libdir --target "$WASM" 2>/dev/null)" || return 1
  compgen -G "$lib/libcore-*.rlib" >/dev/null && compgen -G "$lib/libstd-*.rlib" >/dev/null
}

rust_is_ready() { rust_is_new_enough && rust_has_wasm; }

choose_toolchain() {
  case "${TERTULIA_TOOLCHAIN:-auto}" in
    auto)
      # Where Debian's was set up once, rustup could not be reached: do not wait for it again each time.
      rust_is_ready || { ! debian_rust_is_ready && rustup_prepare; } || debian_prepare
      ;;
    rustup)
      rust_is_ready || rustup_prepare ||
        die "rustup could not provide Rust $RUST_MINIMUM or newer with the target $WASM. Check the network, or leave TERTULIA_TOOLCHAIN unset"
      ;;
    debian) debian_prepare ;;
    *) die "TERTULIA_TOOLCHAIN is '$TERTULIA_TOOLCHAIN'. Set it to auto, rustup or debian" ;;
  esac
}

# prepare_lints: rustfmt and clippy, which a minimal toolchain lacks.
prepare_lints() {
  if [ "${TOOLCHAIN:-}" = debian ]; then
    debian_install "Rust's formatter and linter" "${DEBIAN_LINTS[@]}"
  else
    rustup_component cargo-fmt rustfmt
    rustup_component cargo-clippy clippy
  fi
}
