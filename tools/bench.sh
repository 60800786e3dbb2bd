#!/usr/bin/env bash
# Times the search against others in a real Chromium: builds the engine as it is shipped, then runs bench/run.mjs.
#   tools/bench.sh [--sizes 3000,all] [--engines ours,minisearch,sqlite,scan]
#   tools/bench.sh pages [--times 9]     how long pages take to open, in the built site
#   tools/bench.sh copy [--pledges N]    what updates, starts without a network, saving and bringing in take
# PLEDGEBOOK_DATA is a folder of large real records (default: ../shared/data); without it records are made up.
source "$(dirname "$0")/env.sh"

OUT=.run/bench

# What index.html tells Trunk of the app: the bench's wasm is made alike.
told() { sed -n "s/.*data-$1=\"\([^\"]*\)\".*/\1/p" index.html | grep . || die "index.html no longer says data-$1"; }

engine() {
  local params
  read -ra params <<<"$(grep -v '^#' tools/wasm-opt.flags | tr '\n' ' ')"
  cargo build --target wasm32-unknown-unknown --profile "$(told cargo-profile-release)" -p pledgebook-bench
  wasm-bindgen --target web --no-typescript --out-dir "$OUT/engine" --out-name engine \
    "$TARGET/wasm32-unknown-unknown/$(told cargo-profile-release)/pledgebook_bench.wasm"
  wasm-opt "${params[@]}" -o "$OUT/engine/engine_bg.wasm" "$OUT/engine/engine_bg.wasm"
}

if [ "${1:-}" = pages ]; then
  shift
  tools/build.sh
  stage "The pages" env CHROMIUM="$(tools/chromium.sh)" DESK="$TARGET/release/desk" node bench/pages.mjs "$@"
  exit
fi
if [ "${1:-}" = copy ]; then
  shift
  tools/build.sh
  stage "The copy" env CHROMIUM="$(tools/chromium.sh)" DESK="$TARGET/release/desk" node bench/copy.mjs "$@"
  exit
fi
mkdir -p "$OUT"
stage "The engine as wasm" engine
tools/build.sh desk
stage "The bench" env CHROMIUM="$(tools/chromium.sh)" DESK="$TARGET/release/desk" node bench/run.mjs "$@"
