# The half that the browser loads, optimised, in $SITE. Sourced.

# Every file's name carries a hash, so that browsers keep it for ever; `hash.txt`, which must lie beside the
# program, tells it the names. Each file is also there compressed.
export LEPTOS_HASH_FILES=true
# A folder of its own: a `make run` in this checkout may be serving the other one, whose files have other names.
SITE="$ROOT/target/release-site"
export LEPTOS_SITE_ROOT=target/release-site

build_pages() {
  prepare_wasm_opt
  say "Building the pages (optimised)"
  cargo leptos build --release --split --frontend-only
  node scripts/lib/pages/finish.js "$SITE" target/release/hash.txt
}
