#!/usr/bin/env bash
# Lets the fuzzers of faults go on with new seeds until they are stopped (Ctrl-C) or find something: on the host, and with
# each round a few sequences in a real browser on what `make build` left, if it is there. After each round it prints what
# has been done so far. `tools/fuzz.sh host` leaves the browser out; FUZZ_SEED is where to begin.
source "$(dirname "$0")/env.sh"

SEQUENCES=20000
IN_BROWSER=10
mkdir -p .run
LAST=.run/fuzz.last
ALL=.run/fuzz.all
: >"$ALL"
started=$SECONDS

# What all rounds did, added up: lines of a number and what it counts.
figures() {
  printf '\n%s s so far\n' "$((SECONDS - started))"
  awk '{ n = $1; $1 = ""; sum[$0] += n } END { for (what in sum) printf "%10d%s\n", sum[what], what }' "$ALL" | sort -k1,1nr
}

one_round() {
  heading "$SEQUENCES sequences on the host from seed $1"
  FUZZ_SEED=$1 FUZZ_SEQUENCES=$SEQUENCES cargo test -q -p pledgebook-core --test fuzz -- --nocapture 2>&1 | tee "$LAST" | grep -v '^ *$' || return 1
  grep -E '^ +[0-9]+ ' "$LAST" >>"$ALL"
  [ "$2" = host ] && return 0
  heading "$IN_BROWSER sequences in a browser from seed $1"
  FUZZ_SEED=$1 FUZZ_SEQUENCES=$IN_BROWSER tools/test.sh e2e fuzz.spec --retries 0 2>&1 | tee "$LAST" || return 1
  grep -E '^ +[0-9]+ [a-z]' "$LAST" | sed 's/$/ (browser)/' >>"$ALL" || true
}

main() {
  local seed=${FUZZ_SEED:-$(date +%s)0000} where=${1:-all}
  [ -d dist ] && [ -x "$TARGET/release/desk" ] || where=host
  trap 'figures; exit 0' INT TERM
  while one_round "$seed" "$where"; do
    figures
    seed=$((seed + SEQUENCES))
  done
  figures
  die "a sequence failed: see above"
}

main "$@"
