# Runs steps one after the other, counts what their test runners report, and sums it up. Sourced; needs say, paths.
# A step that fails does not keep the later ones from running: one wants to know everything at once.

RESULTS="$ROOT/target/results"
tally_passed=0 tally_failed=0 tally_lines=()

tally_start() {
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
}

# tally_check NAME COMMAND…: something that holds or does not; counted only when it does not.
tally_check() {
  local name=$1 seconds=$SECONDS
  shift
  if "$@"; then
    tally_line ok "$name" "$seconds"
  else
    tally_failed=$((tally_failed + 1))
    tally_line FAILED "$name" "$seconds"
  fi
}

# tally_tests NAME COMMAND…: a test runner, whose own summary is counted.
tally_tests() {
  local name=$1 seconds=$SECONDS status=0 log passed failed
  log="$RESULTS/${name// /-}.log"
  shift
  "$@" 2>&1 | tee "$log" || status=$?
  read -r passed failed < <(tally_count <"$log")
  # It ended badly without saying that a test failed: it did not compile, or could not start.
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  tally_passed=$((tally_passed + passed))
  tally_failed=$((tally_failed + failed))
  if [ "$failed" -eq 0 ]; then
    tally_line ok "$name: $passed passed" "$seconds"
  else
    tally_line FAILED "$name: $passed passed, $failed failed" "$seconds"
  fi
}

tally_line() {
  tally_last=$1
  tally_lines+=("$(printf '%-8s%s (%d s)' "$1" "$2" $((SECONDS - $3)))")
}

# tally_count: reads a test runner's output and prints how many tests passed and how many did not. It knows the last
# lines of cargo nextest ("Summary [ 1.2s] 9 tests run: 8 passed, 1 timed out"), of cargo test ("test result: ok. 8
# passed; 1 failed", once for each binary; inside nextest's output it is only what one failing test printed) and of
# Playwright ("  8 passed (2s)", "  1 flaky", each on a line).
tally_count() {
  sed 's/\x1b\[[0-9;]*m//g' | awk '
    function add(line, into,    word) {
      while (match(line, /[0-9]+ (passed|failed|timed out|exec failed|flaky|interrupted|did not run)/)) {
        word = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        into[word ~ /passed$/ ? "passed" : "failed"] += word + 0
      }
    }
    /^ *Summary \[/ { nextest = $0 }
    /^test result: / || /^ *[0-9]+ (passed|failed|flaky|interrupted|did not run)( \([0-9.]+m?s?\))?$/ { add($0, others) }
    END {
      if (nextest != "") { add(nextest, total); print total["passed"] + 0, total["failed"] + 0 }
      else print others["passed"] + 0, others["failed"] + 0
    }'
}

# tally_end: the summary; the last line is for programs.
tally_end() {
  local total="$tally_passed passed, $tally_failed failed"
  printf '\n==> Summary\n'
  printf '    %s\n' "${tally_lines[@]}"
  printf '%s\n' "$total" | tee "$RESULTS/total"
  [ "$tally_failed" -eq 0 ]
}
