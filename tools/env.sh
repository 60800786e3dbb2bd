# Sourced by every script here: where things are, and how a step says what it does.
# shellcheck shell=bash

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Trunk 0.21 takes NO_COLOR=1 for a wrong value of its own flag and stops.
unset NO_COLOR
export TRUNK_SKIP_VERSION_CHECK=true

TRUNK_VERSION=0.21.14
SPLIT_VERSION=0.2.4
TOOLS="$ROOT/.tools"
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
# Panic messages name the sources without the paths of the machine that built them.
# ... and without the registry's own folder: each of some hundred messages that cannot happen carries a path.
REMAP="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src= --remap-path-prefix=$ROOT="
for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
  [ -d "$folder" ] && REMAP="$REMAP --remap-path-prefix=${folder%/}="
done
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg erase_components $REMAP"
export PATH="$TOOLS/bin:$ROOT/node_modules/.bin:$PATH"

heading() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
die() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# The version that Cargo.lock holds of a crate.
locked() { awk -v want="\"$1\"" '$1 == "name" { it = $3 == want } $1 == "version" && it { gsub(/"/, "", $3); print $3; exit }' Cargo.lock; }

# One step of the work, named and timed; when it fails, everything ends there. The subshell is not inside an `if`, so that
# `set -e` holds within it: a function's first failing command fails the stage, not only its last.
stage() {
  local name=$1 started=$SECONDS code
  shift
  heading "$name"
  set +e
  (
    set -e
    "$@"
  )
  code=$?
  set -e
  if [ "$code" -ne 0 ]; then
    printf '\nFAILED: %s, after %s s\n' "$name" "$((SECONDS - started))" >&2
    exit "$code"
  fi
  note "$name: $((SECONDS - started)) s"
}
