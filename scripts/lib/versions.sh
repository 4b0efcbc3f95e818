# The versions of what is not in Cargo.lock, and those that Cargo.lock decides. Sourced; needs paths.sh.

CARGO_LEPTOS_VERSION=0.3.11
BINARYEN_VERSION=132.0.0
CARGO_FUZZ_VERSION=0.13.2
KOSOKU_VERSION=0.1.0
SCHEMATHESIS_VERSION=4.32.5
# Playwright's own minimum, and what is taken from npm where the machine's Node is older.
NODE_MINIMUM=20
NODE_VERSION=22.23.3

# The generated JavaScript and the compiled WASM must come from exactly the same version.
WASM_BINDGEN_VERSION="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock")"

# The oldest Rust that compiles every dependency.
RUST_MINIMUM="$(awk -F'"' '/^rust-version = / { print $2; exit }' "$ROOT/Cargo.toml")"
