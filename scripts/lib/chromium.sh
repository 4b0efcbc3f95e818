# The browser of the browser tests: the system's. Sourced; needs say, debian.

prepare_chromium() {
  if [ -z "${CHROMIUM:-}" ]; then
    have chromium || debian_install "the browser for the tests" chromium fonts-liberation fonts-noto-color-emoji
    CHROMIUM="$(command -v chromium)"
  fi
  [ -x "$CHROMIUM" ] || die "CHROMIUM is '$CHROMIUM', which is no program. Set it to a Chromium, or leave it unset"
  export CHROMIUM
}
