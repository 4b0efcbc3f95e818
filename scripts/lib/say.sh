# What the scripts say, and how they end when they cannot go on. Sourced.

# say WHAT…: the next thing that happens.
say() { printf '==> %s\n' "$*"; }

# note WHAT…: a detail of it.
note() { printf '    %s\n' "$*"; }

# die WHY…: one sentence that says what to do, and the end.
die() {
  printf '\nCannot go on: %s\n' "$*" >&2
  exit 1
}

# have COMMAND: is it on PATH?
have() { command -v "$1" >/dev/null 2>&1; }

# at_least WANTED FOUND: is version FOUND not older than WANTED?
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
