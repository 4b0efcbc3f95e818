# Programs that pip installs, each in a virtual environment of its own, in a folder named by its version. Sourced; needs say, paths,
# debian.

# Where PACKAGE VERSION is installed.
venv_folder() { printf '%s/tools/%s-%s\n' "$CACHE" "$1" "$2"; }

# venv_prepare PACKAGE VERSION: installs it if it is missing.
venv_prepare() {
  [ -x "$(venv_folder "$1" "$2")/bin/$1" ] || one_at_a_time venv_install "$1" "$2" || exit 1
}

venv_install() {
  local package=$1 version=$2 folder
  folder="$(venv_folder "$package" "$version")"
  # Somebody else may have installed it while this one waited.
  [ ! -x "$folder/bin/$package" ] || return 0
  python3 -c 'import ensurepip, venv' 2>/dev/null || debian_install "Python with venv" python3 python3-venv
  say "Installing $package $version with pip"
  rm -rf "$folder"
  python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check "$package==$version" </dev/null ||
    { rm -rf "$folder"; die "pip could not install $package $version. Most often the network is missing"; }
}
