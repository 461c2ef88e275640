# Sourced: runs the stages of a test run, with the time of each and a count at the end.
# Sourced once a run: what was counted so far stays.
[ -n "${stages+x}" ] && return
passed=0 failed=0 skipped=0 stages=() log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT

# stage NAME COMMAND…: runs, shows the output, counts what the runners report. Goes on after a failure.
stage() {
  local name=$1 began=$SECONDS status=0
  shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$log/out" || status=1
  local p f s
  # cargo test: `test result: ok. 3 passed; 0 failed; 1 ignored; …`; node --test: `# pass 3`.
  p=$(awk '/^test result:/ { n += $4 } /^# pass / { n += $3 } END { print n + 0 }' "$log/out")
  f=$(awk '/^test result:/ { n += $6 } /^# fail / { n += $3 } END { print n + 0 }' "$log/out")
  s=$(awk '/^test result:/ { n += $8 } /^# (skipped|todo) / { n += $3 } /^skipped: / { n += 1 } END { print n + 0 }' "$log/out")
  # A stage without a test runner is one check.
  [ $((p + f)) -eq 0 ] && { [ $status -eq 0 ] && p=1 || f=1; }
  [ $status -ne 0 ] && [ "$f" -eq 0 ] && f=1
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  stages+=("$(printf '%-34s %5d s  %s' "$name" $((SECONDS - began)) "$([ $status -eq 0 ] && echo ok || echo FAILED)")")
}

# Prints the times and the count; the exit status of the run. CI has nothing skipped.
summary() {
  printf '\n'
  printf '%s\n' "${stages[@]}"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && { [ "${CI:-}" != true ] || [ "$skipped" -eq 0 ]; }
}
