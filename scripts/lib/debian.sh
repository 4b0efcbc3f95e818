# Debian packages. Sourced; needs say.sh.

# debian_has PACKAGE: is it installed?
debian_has() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# debian_install WHAT_FOR PACKAGE…: installs those that are missing, or says what to install.
debian_install() {
  local what_for=$1 package missing=() as_root=()
  shift
  for package in "$@"; do debian_has "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0

  have apt-get || die "$what_for is missing. Install what Debian calls: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    # Without a terminal nobody can type a password.
    if have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      as_root=(sudo)
    else
      die "$what_for is missing. As root, run: apt-get install ${missing[*]}"
    fi
  fi

  say "Installing ${missing[*]} ($what_for) with apt-get"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  # The lists of a fresh machine are empty or old: try with what is there, then with new ones.
  "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null >/dev/null 2>&1 ||
    { "${apt[@]}" update </dev/null && "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" </dev/null; } ||
    die "apt-get could not install ${missing[*]}. Look at its message above, install them, and try again"
}
