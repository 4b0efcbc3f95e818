# The ordinary way: rustup adds what is missing. Sourced by toolchain.sh.

# A network that swallows packets must not hold a build for ever. Seconds.
RUSTUP_TARGET_PATIENCE=180
RUSTUP_TOOLCHAIN_PATIENCE=900

# rustup_prepare: true when the Rust on PATH then compiles for this machine and for the browser.
rustup_prepare() {
  have rustup || return 1
  if ! rust_is_new_enough; then
    say "Installing Rust's stable toolchain with rustup (at least $RUST_MINIMUM is needed)"
    timeout "$RUSTUP_TOOLCHAIN_PATIENCE" rustup toolchain install stable --profile minimal </dev/null ||
      { note "rustup could not install it"; return 1; }
    export RUSTUP_TOOLCHAIN=stable
  fi
  if ! rust_has_wasm; then
    say "Adding the target $WASM with rustup"
    timeout "$RUSTUP_TARGET_PATIENCE" rustup target add "$WASM" </dev/null || note "rustup could not add it"
  fi
  rust_is_ready
}

# rustup_component COMMAND COMPONENT: for the lints, which a minimal toolchain lacks.
rustup_component() {
  "$1" --version >/dev/null 2>&1 && return 0
  have rustup || die "$1 is missing. Install it for the Rust on your PATH"
  say "Adding $2 with rustup"
  timeout "$RUSTUP_TARGET_PATIENCE" rustup component add "$2" </dev/null ||
    die "rustup could not add $2. Check the network and run: rustup component add $2"
}
