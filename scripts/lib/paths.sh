# Where things lie. Sourced.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

# Everything that takes long to make and outlives a checkout: tools, compiled dependencies.
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/tertulia"
mkdir -p "$CACHE"

# one_at_a_time COMMAND…: two checkouts must not install the same thing at the same moment. COMMAND runs in a shell of
# its own, so that `die` inside ends only that one: the caller says `|| exit 1`.
one_at_a_time() {
  (
    flock --nonblock 9 || { note "waiting for another checkout that is installing" && flock 9; }
    "$@" 9>&-
  ) 9>"$CACHE/setup.lock"
}
