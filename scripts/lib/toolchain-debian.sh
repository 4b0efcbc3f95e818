# Where rustup's server cannot be reached: Debian's security archive carries a current Rust, made for building
# browsers, and its source. It has no standard library for WASM, which is compiled here once (half a minute) and
# kept beside the cache, keyed by the compiler. Sourced by toolchain.sh.

DEBIAN_RUST=(rustc-web cargo-web rust-web-src rust-web-llvm)
DEBIAN_LINTS=(rust-web-clippy rustfmt-web)
DEBIAN_COMMANDS=(cargo rustc rustdoc cargo-clippy clippy-driver cargo-fmt rustfmt)

# The folder of the standard library for Debian's compiler as it is now.
debian_sysroot() { printf '%s/sysroot-debian-%s\n' "$CACHE" "$(dpkg-query -W -f '${Version}' rustc-web | tr -c 'A-Za-z0-9.\n' _)"; }

debian_rust_is_ready() {
  have dpkg-query && debian_has rustc-web && debian_has cargo-web && [ -d "$(debian_sysroot)" ]
}

debian_prepare() {
  debian_install "a Rust that compiles for the browser" "${DEBIAN_RUST[@]}"
  # rust-web-llvm brings only a link to the linker that understands WASM; where it points is a package of that name.
  [ -x "$(readlink -f /usr/bin/rust-lld)" ] || debian_install "the linker for WASM" "$(basename "$(readlink /usr/bin/rust-lld)")"
  debian_put_first_on_path
  rust_is_new_enough || die "Debian's Rust is $(rustc --version), but $RUST_MINIMUM or newer is needed. Install Rust with rustup"
  local sysroot
  sysroot="$(debian_sysroot)"
  [ -d "$sysroot" ] || one_at_a_time debian_build_std "$sysroot" || exit 1
  # RUSTFLAGS would make cargo ignore the line after it.
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--sysroot=$sysroot"
  TOOLCHAIN=debian
}

# A rustup proxy that comes first on PATH would run another compiler, which cannot read what this one wrote.
debian_put_first_on_path() {
  local bin="$CACHE/debian-bin" command
  mkdir -p "$bin"
  for command in "${DEBIAN_COMMANDS[@]}"; do ln -sfn "/usr/bin/$command" "$bin/$command"; done
  export PATH="$bin:$PATH" RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc
  unset RUSTUP_TOOLCHAIN
}

# debian_build_std SYSROOT: compiles std for the browser as the dependency of an empty crate.
debian_build_std() {
  local sysroot=$1 work="$CACHE/std-debian"
  [ ! -d "$sysroot" ] || return 0
  say "Compiling Rust's standard library for $WASM with Debian's compiler"
  rm -rf "$work" "$sysroot.part"
  mkdir -p "$work/src" "$sysroot.part/lib/rustlib/$WASM/lib"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >"$work/Cargo.toml"
  : >"$work/src/lib.rs"
  # `-Z build-std` asks for a nightly; this variable makes the released compiler accept it, for this one crate.
  (cd "$work" && env -u CARGO_BUILD_BUILD_DIR CARGO_TARGET_DIR="$work/target" RUSTC_BOOTSTRAP=1 \
    cargo build --quiet --release --target "$WASM" -Z build-std=std,panic_abort,test) ||
    die "Rust's standard library could not be compiled for $WASM. Install Rust with rustup and run: rustup target add $WASM"
  find "$work/target/$WASM/release/deps" -name '*.rlib' ! -name 'libempty-*' \
    -exec cp {} "$sysroot.part/lib/rustlib/$WASM/lib/" \;
  mv "$sysroot.part" "$sysroot"
  rm -rf "$work"
}
